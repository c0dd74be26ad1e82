import { Problem } from '../platform/problem.ts';
import type { Middleware } from './call.ts';

/** Who calls: as the authorizer found it in the token and the partner registry. */
export interface Principal {
  clientId: string;
  partnerId: string;
  kind: 'partner' | 'staff' | 'nobody';
  scopes: readonly string[];
}

/**
 * Takes the principal from the authorizer's context, and checks expiry and scope again: the gateway caches the
 * authorizer's policy, which outlives a token and is coarser than an operation.
 */
export function principal(): Middleware {
  return {
    before({ event, context }) {
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
      context.call.principal = { clientId, partnerId, kind: kindOf(claims.kind), scopes };
    },
  };
}

function isId(claim: unknown): claim is string {
  return typeof claim === 'string' && claim !== '';
}

/** A kind that is unheard of here opens nothing. */
function kindOf(claim: unknown): Principal['kind'] {
  return claim === 'staff' || claim === 'partner' ? claim : 'nobody';
}
