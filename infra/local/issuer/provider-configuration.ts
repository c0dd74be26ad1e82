import { randomUUID } from 'node:crypto';
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { cognitoShape } from './access-token.ts';
import { clientMetadata } from './client-metadata.ts';
import { memory } from './memory.ts';
import { pageHeaders } from './page.ts';
import { personOf } from './people.ts';
import type { PoolParts } from './pool-parts.ts';
import { renderFailure } from './sign-in-page.ts';

/** The paths of Cognito's endpoints below the pool, and that of the sign-in page. */
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

/** How oidc-provider becomes a user pool. */
export function configurationOf(parts: PoolParts): Configuration {
  const path = new URL(parts.url).pathname;
  return {
    adapter: memory(),
    clientBasedCORS: (_context, origin, { clientId }) => isOwnOrigin(origin, clientId, parts),
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    clients: clientMetadata(parts),
    cookies: { keys: [randomUUID()], long: { path } },
    features: featuresOf(parts),
    findAccount: (_context, sub) => personOf(sub) && { accountId: sub, claims: () => ({ sub }) },
    formats: { customizers: { jwt: cognitoShape(parts) } },
    interactions: { url: (_context, { uid }) => `${path}${ENDPOINTS.signIn}${uid}` },
    jwks: { keys: [{ ...parts.secrets.key }] },
    loadExistingGrant: (context) => grantAll(context, parts),
    // By S256, the only method that the provider knows.
    pkce: { required: () => true },
    renderError: (context, { error, error_description: description }) => {
      context.set(pageHeaders());
      context.body = renderFailure(path, description ?? error);
    },
    responseTypes: ['code'],
    routes: { authorization: ENDPOINTS.authorization, jwks: ENDPOINTS.jwks, token: ENDPOINTS.token },
    scopes: ['openid', ...parts.scopes],
    ttl: lifetimesOf(parts),
  };
}

/** What Cognito does not have is off. The pool's scopes are those of one resource server, which is the pool itself. */
function featuresOf({ url, scopes }: PoolParts): NonNullable<Configuration['features']> {
  const off = { enabled: false };
  return {
    clientCredentials: { enabled: true },
    devInteractions: off,
    dPoP: off,
    pushedAuthorizationRequests: off,
    resourceIndicators: {
      enabled: true,
      defaultResource: () => url,
      getResourceServerInfo: () => ({
        scope: scopes.join(' '),
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'ES256' } },
      }),
      useGrantedResource: () => true,
    },
    rpInitiatedLogout: off,
    userinfo: off,
  };
}

function lifetimesOf({ machines, pages }: PoolParts): Configuration['ttl'] {
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

/** Whether a page of the client lies there: its scripts may fetch tokens, those of other sites may not. */
function isOwnOrigin(origin: string, clientId: string, { pages }: PoolParts): boolean {
  return pages.get(clientId)?.redirectUris.some((uri) => new URL(uri).origin === origin) === true;
}

/** Whoever signs in grants the client what the template allows it: Cognito asks nobody for more. */
async function grantAll({ oidc }: KoaContextWithOIDC, { url, scopes }: PoolParts) {
  const { provider, client, session } = oidc;
  if (!client || !session?.accountId) return undefined;
  const known = session.grantIdFor(client.clientId);
  const kept = known === undefined ? undefined : await provider.Grant.find(known);
  if (kept) return kept;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  // The provider knows the pool's scopes as its own, too.
  grant.addOIDCScope(['openid', ...scopes].join(' '));
  grant.addResourceScope(url, scopes.join(' '));
  await grant.save();
  return grant;
}
