import { JwtVerifier } from 'aws-jwt-verify';
import type { JwtPayload } from 'aws-jwt-verify/jwt-model';
import { optionalVariable, variable } from '../platform/env.ts';
import { IssuerKeys } from './issuer-keys.ts';

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

/** Issuers give out shorter ones; the registry's keys could not be much longer. */
const LONGEST_CLIENT_ID = 256;

const verifier = JwtVerifier.create(
  {
    issuer: variable('TOKEN_ISSUER'),
    jwksUri: variable('TOKEN_JWKS_URI'),
    // Cognito's client-credentials tokens carry no audience; who may call is the registry's business.
    audience: optionalVariable('TOKEN_AUDIENCE') ?? null,
    // Nothing that a header could call critical is understood here (RFC 7515, 4.1.11); the library does not look.
    customJwtCheck: ({ header }) => {
      if ('crit' in header) throw new InvalidToken('something critical is not understood');
    },
  },
  { jwksCache: new IssuerKeys() },
);

/** Verifies signature, issuer, audience, expiry and use of an access token; throws when it does not hold. */
export async function verifyToken(token: string): Promise<AccessToken> {
  const claims = await verifiedClaims(token);
  if (claims.token_use !== undefined && claims.token_use !== 'access')
    throw new InvalidToken('not an access token');
  const clientId = claims.client_id ?? claims.azp;
  if (!isClientId(clientId) || claims.exp === undefined) throw new InvalidToken('no client or expiry');
  return { clientId, scopes: scopesOf(claims), exp: claims.exp, ...personOf(claims) };
}

/** Node throws at a signature of a wrong size, where the library waits to hear that it does not hold. */
const MALFORMED_SIGNATURE = 'ERR_CRYPTO_OPERATION_FAILED';

async function verifiedClaims(token: string): Promise<JwtPayload> {
  try {
    return await verifier.verify(token);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === MALFORMED_SIGNATURE ? new InvalidToken('a malformed signature') : error;
  }
}

/** Whether anything can be registered under this name at all. */
function isClientId(claim: unknown): claim is string {
  return typeof claim === 'string' && claim !== '' && claim.length <= LONGEST_CLIENT_ID;
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
