import { randomUUID } from 'node:crypto';
import type {
  AccessToken,
  ClientCredentials,
  ClientMetadata,
  Configuration,
  JWTStructured,
  KoaContextWithOIDC,
} from 'oidc-provider';
import { machineClaims, personClaims, withoutAudience } from './access-token.ts';
import { memory } from './memory.ts';
import { pageHeaders } from './page.ts';
import { personOf } from './people.ts';
import type { MachineClient, PageClient } from './pool-client.ts';
import type { Secrets } from './secrets.ts';
import { renderFailure } from './sign-in-page.ts';
import type { BeforeToken } from './token-trigger.ts';

/** What a user pool has when it begins to serve. */
export interface PoolParts {
  url: string;
  secrets: Secrets;
  scopes: readonly string[];
  machines: ReadonlyMap<string, MachineClient>;
  pages: ReadonlyMap<string, PageClient>;
  beforeToken: BeforeToken;
}

/** The paths of Cognito's endpoints below the pool. */
export const ENDPOINTS = {
  authorization: '/oauth2/authorize',
  jwks: '/.well-known/jwks.json',
  signIn: '/sign-in/',
  signOut: '/logout',
  token: '/oauth2/token',
};

/** Cognito's own lifetimes, in seconds: of a code, of a session; and of a sign-in that nobody finishes. */
const CODE_SECONDS = 300;
const SESSION_SECONDS = 3_600;
const SIGN_IN_SECONDS = 600;

/** How oidc-provider becomes a user pool: what Cognito does not have is off. */
export function configurationOf(parts: PoolParts): Configuration {
  const path = new URL(parts.url).pathname;
  const off = { enabled: false };
  return {
    adapter: memory(),
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    clients: [
      ...[...parts.machines.values()].map((client) => machineMetadata(client, parts.secrets)),
      ...[...parts.pages.values()].map(pageMetadata),
    ],
    cookies: { keys: [randomUUID()], long: { path }, short: {} },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: off,
      dPoP: off,
      pushedAuthorizationRequests: off,
      resourceIndicators: resourceServerOf(parts),
      rpInitiatedLogout: off,
      userinfo: off,
    },
    findAccount: (_context, sub) => personOf(sub) && { accountId: sub, claims: () => ({ sub }) },
    formats: { customizers: { jwt: cognitoShape(parts) } },
    interactions: { url: (_context, { uid }) => `${path}${ENDPOINTS.signIn}${uid}` },
    jwks: { keys: [{ ...parts.secrets.key }] },
    loadExistingGrant: (context) => grantAll(context, parts),
    // Only S256 is known to the provider.
    pkce: { required: () => true },
    renderError: (context, { error, error_description: description }) => {
      context.set(pageHeaders());
      context.body = renderFailure(path, description ?? error);
    },
    responseTypes: ['code'],
    routes: { authorization: ENDPOINTS.authorization, jwks: ENDPOINTS.jwks, token: ENDPOINTS.token },
    scopes: ['openid', ...parts.scopes],
    ttl: lifetimes(parts),
  };
}

function machineMetadata({ clientId, scopes }: MachineClient, secrets: Secrets): ClientMetadata {
  return {
    client_id: clientId,
    client_secret: secrets.clientSecret(clientId),
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
    scope: scopes.join(' '),
  };
}

function pageMetadata({ clientId, scopes, redirectUris }: PageClient): ClientMetadata {
  return {
    client_id: clientId,
    grant_types: ['authorization_code'],
    redirect_uris: [...redirectUris],
    response_types: ['code'],
    scope: scopes.join(' '),
    token_endpoint_auth_method: 'none',
  };
}

/** The pool's scopes are those of one resource server, the pool itself, whether a client names it or not. */
function resourceServerOf({ url, scopes }: PoolParts) {
  return {
    enabled: true,
    defaultResource: () => url,
    getResourceServerInfo: () => ({
      scope: scopes.join(' '),
      accessTokenFormat: 'jwt' as const,
      jwt: { sign: { alg: 'ES256' as const } },
    }),
    useGrantedResource: () => true,
  };
}

function lifetimes({ machines, pages }: PoolParts): Configuration['ttl'] {
  const ofPage = (clientId: string) => pages.get(clientId)?.accessTokenSeconds ?? 0;
  return {
    AccessToken: (_context, _token, client) => ofPage(client.clientId),
    AuthorizationCode: CODE_SECONDS,
    ClientCredentials: (_context, _token, client) => machines.get(client.clientId)?.accessTokenSeconds ?? 0,
    Grant: SESSION_SECONDS,
    IdToken: (_context, _token, client) => ofPage(client.clientId),
    Interaction: SIGN_IN_SECONDS,
    Session: SESSION_SECONDS,
  };
}

/** Whoever signs in grants the client what the template allows it: Cognito asks nobody for more. */
async function grantAll({ oidc }: KoaContextWithOIDC, { url, scopes }: PoolParts) {
  const { provider, client, session } = oidc;
  if (!client || !session?.accountId) return undefined;
  const known = session.grantIdFor(client.clientId);
  const kept = known === undefined ? undefined : await provider.Grant.find(known);
  if (kept) return kept;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope('openid');
  grant.addResourceScope(url, scopes.join(' '));
  await grant.save();
  return grant;
}

/** Gives access tokens Cognito's shape. */
function cognitoShape({ url, machines, beforeToken }: PoolParts) {
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
    const person = code && personOf(code.accountId ?? '');
    const claims = person
      ? personClaims(
          minted,
          { sub: person.sub, authTime: code.authTime ?? iat },
          await beforeToken({ person, clientId, scopes: scope.split(' ') }),
        )
      : machineClaims(minted);
    parts.header = { typ: undefined };
    parts.payload = withoutAudience(claims);
  };
}
