import { hash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { EdgeServer } from '../../infra/local/gateway/server.ts';
import { Secrets } from '../../infra/local/issuer/secrets.ts';
import type { BeforeToken } from '../../infra/local/issuer/token-trigger.ts';
import { UserPool } from '../../infra/local/issuer/user-pool.ts';
import { locationOf, Visitor } from '../../infra/local/issuer/visitor.ts';
import { temporaryDirectory } from './directories.ts';

/** Parameters of a request; undefined leaves one out. */
export type Fields = Readonly<Record<string, string | undefined>>;

export const CUSTOMER_SCOPE = 'partner-api/customer';
/** The first half of PKCE's secret, for every request of a suite. */
export const VERIFIER = randomBytes(32).toString('base64url');
export const ANNA = { email: 'anna@example.com', password: 'anna-local' };

/** A user pool on a free port with two pages, `dashboard` and `other`, whose trigger is `beforeToken`. */
export async function startPool(beforeToken?: BeforeToken) {
  const directory = temporaryDirectory();
  const server = new EdgeServer();
  const origin = `http://localhost:${await server.listen(0)}`;
  const pool = new UserPool(
    `${origin}/_local/oidc/pool`,
    new Secrets(join(directory, 'pool.json')),
    beforeToken,
  );
  server.mount('/_local/oidc/pool/', (request, response) => pool.serve(request, response));
  pool.addScopes([CUSTOMER_SCOPE, 'partner-api/quotes:read']);
  const common = { scopes: ['openid', CUSTOMER_SCOPE], accessTokenSeconds: 900 };
  const redirectUri = `${origin}/v1/dashboard`;
  const page = { ...common, clientId: 'dashboard', redirectUris: [redirectUri], logoutUris: [redirectUri] };
  pool.addPage(page);
  pool.addPage({ ...common, clientId: 'other', redirectUris: [`${origin}/other`], logoutUris: [] });

  /** An authorization request that is right, but for what is said instead. */
  const authorizeUrl = (instead: Fields = {}) =>
    `${pool.url}/oauth2/authorize?${parametersOf({
      response_type: 'code',
      client_id: 'dashboard',
      redirect_uri: redirectUri,
      scope: `openid ${CUSTOMER_SCOPE}`,
      state: 'a-state',
      code_challenge: hash('sha256', VERIFIER, 'base64url'),
      code_challenge_method: 'S256',
      ...instead,
    })}`;
  /** Goes to the sign-in page; answers where it is. */
  const begin = async (visitor: Visitor, instead: Fields = {}) =>
    locationOf(await visitor.get(authorizeUrl(instead)));
  /** Signs anna in; answers where the browser is sent at last. */
  const comeBack = async (visitor = new Visitor(), instead: Fields = {}) => {
    const resumed = locationOf(await visitor.post(await begin(visitor, instead), ANNA));
    return new URL(locationOf(await visitor.get(resumed)));
  };
  /** Exchanges a code as the dashboard does, but for what is said instead. */
  const redeem = (code: string, instead: Fields = {}) =>
    fetch(`${pool.url}/oauth2/token`, {
      method: 'POST',
      body: parametersOf({
        grant_type: 'authorization_code',
        client_id: 'dashboard',
        redirect_uri: redirectUri,
        code,
        code_verifier: VERIFIER,
        ...instead,
      }),
    });
  const close = () => server.close();
  return { pool, page, origin, redirectUri, directory, authorizeUrl, begin, comeBack, redeem, close };
}

/** The code with which somebody comes back. */
export function codeOf(url: URL): string {
  return url.searchParams.get('code') ?? '';
}

function parametersOf(fields: Fields): URLSearchParams {
  const given = Object.entries(fields).flatMap(([name, value]) => (value ? [[name, value] as const] : []));
  return new URLSearchParams(Object.fromEntries(given));
}
