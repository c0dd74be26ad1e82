/**
 * Whom a client speaks for: an organisation, the insurer's staff, or the customer who has signed in with it. All devices are
 * of one registration too, which no client asks for tokens by: they sign their own.
 */
export type PartnerKind = 'partner' | 'staff' | 'customer' | 'device';

/** A registered client of the API: what a token of its may do, and which usage plan throttles it. */
export interface Partner {
  /** The client id in its tokens. */
  clientId: string;
  /** The organisation that it speaks for; what it makes belongs to that. */
  partnerId: string;
  name: string;
  kind: PartnerKind;
  tier: string;
  /** Value of its API key: names it to the usage plan, and authenticates nothing. */
  apiKey: string;
  /** All that its tokens may carry; a scope that is in the token but not here counts for nothing. */
  scopes: readonly string[];
  /** Permissions that it may ask a customer's consent for. */
  permissions: readonly string[];
  /** Where a customer may be sent back to. */
  redirectUris: readonly string[];
}

const TEXTS = ['clientId', 'partnerId', 'name', 'tier', 'apiKey'] as const;
const KINDS: readonly PartnerKind[] = ['partner', 'staff', 'customer', 'device'];
const LISTS = ['scopes', 'permissions', 'redirectUris'] as const;

/** Reads a partner from what a deployment declares. Throws, naming the property, on anything unfit. */
export function parsePartner(declared: Record<string, unknown>): Partner {
  for (const name of TEXTS) {
    const value = declared[name];
    if (typeof value !== 'string' || value === '') throw new Error(`partner: ${name} must be a text`);
  }
  for (const name of LISTS) {
    const value = declared[name];
    const texts = Array.isArray(value) && value.every((entry) => typeof entry === 'string');
    if (!texts) throw new Error(`partner: ${name} must be a list of texts`);
  }
  if (!KINDS.includes(declared.kind as PartnerKind)) {
    throw new Error(`partner: kind must be one of ${KINDS.join(', ')}`);
  }
  const { clientId, partnerId, name, kind, tier, apiKey, scopes, permissions, redirectUris } =
    declared as unknown as Partner;
  return { clientId, partnerId, name, kind, tier, apiKey, scopes, permissions, redirectUris };
}
