import { findCustomerIdByIdentity } from '../customers/store.ts';
import { Problem } from '../platform/problem.ts';
import type { Middleware } from './call.ts';

/** Who calls: as the authorizer found it in the token and the partner registry. */
export interface Principal {
  /** The client's id, or the device's own. */
  clientId: string;
  partnerId: string;
  kind: 'partner' | 'staff' | 'customer' | 'device' | 'nobody';
  /** What a partner may be permitted by customers, as it is registered today. */
  permissions: readonly string[];
  /** Who a customer is; undefined where the login is that of nobody insured, who then owns nothing. */
  customerId?: string;
  scopes: readonly string[];
}

/**
 * Takes the principal from the authorizer's context, and checks expiry and scope again: the gateway caches the
 * authorizer's policy, which outlives a token and is coarser than an operation.
 */
export function principal(): Middleware {
  return {
    async before({ event, context }) {
      const claims = event.requestContext.authorizer ?? {};
      if (!(Number(claims.exp) * 1000 > Date.now()))
        throw new Problem('token-expired', 'The access token has expired.');
      const { clientId, partnerId } = claims;
      if (!isId(clientId) || !isId(partnerId))
        throw new Problem('unauthorized', 'The access token names no client of a partner.');
      const scopes = String(claims.scopes ?? '').split(' ');
      const missing = context.call.operation.scopes.filter((scope) => !scopes.includes(scope));
      if (missing.length > 0)
        throw new Problem('insufficient-scope', `This operation needs ${missing.join(' ')}.`);
      const kind = kindOf(claims.kind);
      const customerId = kind === 'customer' ? await customerOf(claims.identity) : undefined;
      context.call.principal = {
        clientId,
        partnerId,
        kind,
        scopes,
        permissions: String(claims.permissions ?? '').split(' '),
        ...(customerId !== undefined && { customerId }),
      };
    },
  };
}

function isId(claim: unknown): claim is string {
  return typeof claim === 'string' && claim !== '';
}

/** Looked up for each request, since a policy or the staff may have made a customer of a login a moment ago. */
async function customerOf(identity: unknown): Promise<string | undefined> {
  return isId(identity) ? findCustomerIdByIdentity(identity) : undefined;
}

const KINDS = ['partner', 'staff', 'customer', 'device'] as const;

/** A kind that is unheard of here opens nothing. */
function kindOf(claim: unknown): Principal['kind'] {
  return KINDS.find((kind) => kind === claim) ?? 'nobody';
}
