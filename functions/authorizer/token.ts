import { JwtVerifier } from 'aws-jwt-verify';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import type { JwtPayload } from 'aws-jwt-verify/jwt-model';
import { optionalVariable, variable } from '../platform/env.ts';

/** What the authorizer reads of a verified access token. */
export interface AccessToken {
  clientId: string;
  /** Without the resource server's prefix. */
  scopes: readonly string[];
  /** Expiry in epoch seconds. */
  exp: number;
  /** Who signed in, where the issuer vouches for it. */
  person?: { email: string; dateOfBirth: string };
}

/** A token that is genuine, but not one that opens this API. */
export class InvalidToken extends Error {
  override readonly name = 'InvalidToken';
}

/** Fetches the issuer's keys; the library's own fetcher would refuse an issuer on loopback. */
const fetcher = {
  fetch: async (uri: string): Promise<ArrayBuffer> => {
    const answer = await fetch(uri, { signal: AbortSignal.timeout(3_000) });
    if (!answer.ok) throw new Error(`the issuer's keys: ${answer.status}`);
    return answer.arrayBuffer();
  },
};

const verifier = JwtVerifier.create(
  {
    issuer: variable('TOKEN_ISSUER'),
    jwksUri: variable('TOKEN_JWKS_URI'),
    // Cognito's client-credentials tokens carry no audience; who may call is the registry's business.
    audience: optionalVariable('TOKEN_AUDIENCE') ?? null,
  },
  { jwksCache: new SimpleJwksCache({ fetcher }) },
);

/** Verifies signature, issuer, audience, expiry and use of an access token; throws when it does not hold. */
export async function verifyToken(token: string): Promise<AccessToken> {
  const claims = await verifier.verify(token);
  if (claims.token_use !== undefined && claims.token_use !== 'access')
    throw new InvalidToken('not an access token');
  const clientId = claims.client_id ?? claims.azp;
  if (typeof clientId !== 'string' || claims.exp === undefined) throw new InvalidToken('no client or expiry');
  return { clientId, scopes: scopesOf(claims), exp: claims.exp, ...personOf(claims) };
}

/** A person whose e-mail address was not verified could be anybody. Cognito states that it was as a text. */
function personOf({ email, email_verified: verified, birthdate }: JwtPayload): Pick<AccessToken, 'person'> {
  const vouched = verified === true || verified === 'true';
  if (!vouched || typeof email !== 'string' || typeof birthdate !== 'string') return {};
  return { person: { email, dateOfBirth: birthdate } };
}

function scopesOf({ scope }: JwtPayload): string[] {
  if (typeof scope !== 'string') return [];
  const prefix = `${variable('SCOPE_PREFIX')}/`;
  return scope.split(' ').map((name) => (name.startsWith(prefix) ? name.slice(prefix.length) : name));
}
