import { scopes } from '../../../openapi/generated/operations.ts';
import { alteredAssembly, alterProduct } from '../altered-assembly.ts';
import type { RunningApi } from '../api.ts';
import { type Mint, mintOf } from '../tokens.ts';

const OF_STAFF = ['quotes:underwrite', 'claims:handle', 'customers:manage'];

/** Every scope that a partner can be registered for. */
const PARTNER_SCOPES: readonly string[] = scopes.filter((scope) => !OF_STAFF.includes(scope));

/** Partners that may do everything a partner may: one that owns as much, and one that owns nothing. */
const PARTNERS = ['broker', 'aggregator', 'reader'] as const;

/** Everybody who can ask for something: partners, the insurer's staff, customers, and a login that is no customer's. */
export const principals = [...PARTNERS, 'handler', 'approver', 'anna', 'ben', 'nobody'] as const;
export type Principal = (typeof principals)[number];

/**
 * The synthesized app, however many requests a second a test makes, whose partners may all do the same, and which keeps
 * nothing of who has left for years.
 */
export function equalPartners(): string {
  let equal: object = {};
  const alike = ['scopes', 'permissions', 'redirectUris'];
  const assembly = alteredAssembly(({ Type: type, Properties: properties = {} }) => {
    if (type === 'AWS::ApiGateway::UsagePlan') properties.Throttle = { BurstLimit: 5_000, RateLimit: 5_000 };
    if (type !== 'Custom::Partner' || properties.kind !== 'partner') return true;
    if (properties.partnerId === 'broker')
      equal = Object.fromEntries(alike.map((name) => [name, properties[name]]));
    Object.assign(properties, equal);
    return true;
  });
  alterProduct(assembly, 'motor', { retention: { years: 0 } });
  return assembly;
}

/** A token of each principal, with all scopes that it can have. */
export async function tokensOf(api: RunningApi): Promise<Record<Principal, string>> {
  const mint = await mintOf(api);
  const all = principals.map(async (name) => [name, await tokenOf(api, mint, name)] as const);
  return Object.fromEntries(await Promise.all(all)) as Record<Principal, string>;
}

function tokenOf(api: RunningApi, mint: Mint, name: Principal): Promise<string> {
  if (name === 'nobody') return mint.customer({ email: 'nobody@example.com', birthdate: '1985-03-02' });
  if (!PARTNERS.some((partner) => partner === name)) return api.token(name);
  const scope = PARTNER_SCOPES.map((one) => `partner-api/${one}`).join(' ');
  return mint.token({ client_id: name, sub: name, scope });
}
