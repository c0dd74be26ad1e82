import type { AccessToken, ClientCredentials, JWTStructured, KoaContextWithOIDC } from 'oidc-provider';
import { personOf } from './people.ts';
import type { PoolParts } from './pool-parts.ts';
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

/** Gives the provider's access tokens Cognito's shape: those of machines, and those of people who signed in. */
export function cognitoShape({ url, machines, beforeToken }: PoolParts) {
  return async (
    { oidc }: KoaContextWithOIDC,
    token: AccessToken | ClientCredentials,
    parts: JWTStructured,
  ): Promise<void> => {
    const { iat, exp, jti } = parts.payload as { iat: number; exp: number; jti: string };
    const clientId = token.clientId ?? '';
    const code = oidc.entities.AuthorizationCode;
    // A machine that names no scope gets all of its own, as Cognito has it.
    const scope = code?.scope ?? token.scope ?? machines.get(clientId)?.scopes.join(' ') ?? '';
    const minted = { iat, exp, jti, clientId, scope, issuer: url };
    parts.header = { typ: undefined };
    parts.payload = withoutAudience(machineClaims(minted));
    if (!code) return;
    const person = personOf(code.accountId ?? '');
    if (!person) throw new Error('somebody signed in who is not there');
    const changes = await beforeToken({ person, clientId, scopes: scope.split(' ') });
    const signedIn = { sub: person.sub, authTime: code.authTime ?? iat };
    parts.payload = withoutAudience(personClaims(minted, signedIn, changes));
  };
}

/** A machine's subject is the client. */
function machineClaims(minted: Minted): Record<string, unknown> {
  return { sub: minted.clientId, ...commonClaims(minted), auth_time: minted.iat };
}

/** A person's claims, with what the trigger changes. None of Cognito's own can be changed. */
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
function withoutAudience(claims: Record<string, unknown>): Record<string, unknown> {
  return Object.defineProperty(claims, 'aud', { value: 'none', enumerable: false, writable: true });
}
