import type { ClaimChanges } from './token-trigger.ts';

/** What the provider says of a token that it is about to sign. */
export interface Minted {
  iat: number;
  exp: number;
  jti: string;
  clientId: string;
  scope: string;
  issuer: string;
}

/** A machine's access token as Cognito has it: its subject is the client. */
export function machineClaims(minted: Minted): Record<string, unknown> {
  return { sub: minted.clientId, ...commonClaims(minted), auth_time: minted.iat };
}

/** A person's access token as Cognito has it, with what the trigger changes. None of Cognito's own can be changed. */
export function personClaims(
  minted: Minted,
  { sub, authTime }: { sub: string; authTime: number },
  { add, suppress }: ClaimChanges,
): Record<string, unknown> {
  const own = { sub, ...commonClaims(minted), auth_time: authTime, username: sub };
  const added = Object.entries(add).filter(([name]) => !suppress.includes(name));
  return { ...Object.fromEntries(added), ...own };
}

function commonClaims({ iat, exp, jti, clientId, scope, issuer }: Minted) {
  return { token_use: 'access', scope, iss: issuer, exp, iat, version: 2, jti, client_id: clientId };
}

/** The provider insists on an audience that Cognito does not give: it sees one, but it is not written down. */
export function withoutAudience(claims: Record<string, unknown>): Record<string, unknown> {
  return Object.defineProperty(claims, 'aud', { value: 'none', enumerable: false, writable: true });
}
