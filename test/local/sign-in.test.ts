import { hash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { EdgeServer } from '../../infra/local/gateway/server.ts';
import { people } from '../../infra/local/issuer/people.ts';
import { Secrets } from '../../infra/local/issuer/secrets.ts';
import { signIn } from '../../infra/local/issuer/sign-in-request.ts';
import { UserPool } from '../../infra/local/issuer/user-pool.ts';
import { locationOf, Visitor } from '../../infra/local/issuer/visitor.ts';
import { temporaryDirectory } from '../support/directories.ts';

const directory = temporaryDirectory();
const server = new EdgeServer();
const CUSTOMER = 'partner-api/customer';
const { anna } = people;
if (!anna) throw new Error('there is no anna');

let pool: UserPool;
let origin: string;
let redirectUri: string;
const page = () => ({ clientId: 'dashboard', scopes: ['openid', CUSTOMER], redirectUris: [redirectUri] });

beforeAll(async () => {
  origin = `http://localhost:${await server.listen(0)}`;
  redirectUri = `${origin}/v1/dashboard`;
  const url = `${origin}/_local/oidc/pool`;
  pool = new UserPool(url, new Secrets(join(directory, 'pool.json')), async ({ person, scopes }) => ({
    add: { email: person.email, seen: scopes.join(), sub: 'somebody-else' },
    suppress: [],
  }));
  server.mount('/_local/oidc/pool/', (request, response) => pool.serve(request, response));
  pool.addScopes([CUSTOMER, 'partner-api/quotes:read']);
  pool.addPage({ ...page(), accessTokenSeconds: 900, logoutUris: [redirectUri] });
  pool.addPage({
    clientId: 'other',
    scopes: ['openid', CUSTOMER],
    redirectUris: [`${origin}/other`],
    accessTokenSeconds: 900,
    logoutUris: [],
  });
});
afterAll(() => server.close());
afterEach(() => vi.restoreAllMocks());

const verifier = randomBytes(32).toString('base64url');
type Fields = Record<string, string | undefined>;

const given = (fields: Fields) =>
  Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (value ? [[name, value]] : [])));

/** An authorization request that is right, but for what is said instead; undefined leaves a part out. */
const authorizeUrl = (instead: Fields = {}) =>
  `${pool.url}/oauth2/authorize?${new URLSearchParams(
    given({
      response_type: 'code',
      client_id: 'dashboard',
      redirect_uri: redirectUri,
      scope: `openid ${CUSTOMER}`,
      state: 'a-state',
      code_challenge: hash('sha256', verifier, 'base64url'),
      code_challenge_method: 'S256',
      ...instead,
    }),
  )}`;

/** Signs anna in; answers where the browser is sent at last. */
async function comeBack(visitor = new Visitor(), instead: Fields = {}): Promise<URL> {
  const form = locationOf(await visitor.get(authorizeUrl(instead)));
  const resumed = locationOf(await visitor.post(form, { email: 'anna@example.com', password: 'anna-local' }));
  return new URL(locationOf(await visitor.get(resumed)));
}

const codeOf = (url: URL) => url.searchParams.get('code') ?? '';

const redeem = (code: string, instead: Fields = {}) =>
  fetch(`${pool.url}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams(
      given({
        grant_type: 'authorization_code',
        client_id: 'dashboard',
        redirect_uri: redirectUri,
        code,
        code_verifier: verifier,
        ...instead,
      }),
    ),
  });

describe('somebody who signs in', () => {
  test('gets tokens of Cognito’s shape, with what the trigger adds and cannot override', async () => {
    const answer = (await (await redeem(codeOf(await comeBack()))).json()) as Record<string, string>;
    expect(Object.keys(answer).sort()).toEqual([
      'access_token',
      'expires_in',
      'id_token',
      'scope',
      'token_type',
    ]);
    const keys = createRemoteJWKSet(new URL(`${pool.url}/.well-known/jwks.json`));
    const { payload } = await jwtVerify(answer.access_token ?? '', keys, { issuer: pool.url });
    expect(payload).toEqual({
      sub: anna.sub,
      username: anna.sub,
      token_use: 'access',
      client_id: 'dashboard',
      scope: `openid ${CUSTOMER}`,
      auth_time: expect.any(Number),
      iat: expect.closeTo(Date.now() / 1000, -1),
      exp: Number(payload.iat) + 900,
      iss: pool.url,
      jti: expect.any(String),
      version: 2,
      email: 'anna@example.com',
      seen: `openid,${CUSTOMER}`,
    });
    expect(Object.keys(decodeProtectedHeader(answer.access_token ?? '')).sort()).toEqual(['alg', 'kid']);
    const ofId = await jwtVerify(answer.id_token ?? '', keys, { issuer: pool.url, audience: 'dashboard' });
    expect(ofId.payload).toMatchObject({ sub: anna.sub });
    expect(JSON.stringify(ofId.payload)).not.toContain('anna');
  });

  test('comes back with the state and the nonce of the request', async () => {
    const back = await comeBack(undefined, { nonce: 'a-nonce' });
    expect(`${back.origin}${back.pathname}`).toBe(redirectUri);
    expect(back.searchParams.get('state')).toBe('a-state');
    const { id_token: idToken = '' } = (await (await redeem(codeOf(back))).json()) as { id_token?: string };
    expect(JSON.parse(atob(idToken.split('.')[1] ?? ''))).toMatchObject({ nonce: 'a-nonce' });
  });

  test('is known for the rest of the session, until signing out', async () => {
    const visitor = new Visitor();
    await comeBack(visitor);
    const again = new URL(locationOf(await visitor.get(authorizeUrl())));
    expect((await redeem(codeOf(again))).status).toBe(200);
    const logout = new URLSearchParams({ client_id: 'dashboard', logout_uri: redirectUri });
    expect(locationOf(await visitor.get(`${pool.url}/logout?${logout}`))).toBe(redirectUri);
    expect(locationOf(await visitor.get(authorizeUrl()))).toContain('/sign-in/');
  });

  test('is forgotten when the runtime ends: nothing is kept but key and secrets', async () => {
    await comeBack();
    expect(readdirSync(directory)).toEqual(['pool.json']);
    const { key, clients } = JSON.parse(readFileSync(join(directory, 'pool.json'), 'utf8'));
    expect([key.kty, clients]).toEqual(['EC', {}]);
  });

  test('can do it by a tool', async () => {
    const token = await signIn(pool.url, page(), anna);
    expect(JSON.parse(atob(token.split('.')[1] ?? ''))).toMatchObject({ username: anna.sub });
  });
});

describe('an authorization request is refused', () => {
  test.each<[string, () => Fields]>([
    ['of a client that nobody knows', () => ({ client_id: 'stranger' })],
    ['that leads to another site', () => ({ redirect_uri: 'https://evil.example/' })],
    ['that leads to another path', () => ({ redirect_uri: `${redirectUri}/more` })],
    ['that leads back with something added', () => ({ redirect_uri: `${redirectUri}?a=b` })],
    ['that leads where another client may', () => ({ redirect_uri: `${origin}/other` })],
  ])('%s, on the spot', async (_, instead) => {
    const response = await new Visitor().get(authorizeUrl(instead()));
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await response.text()).toContain('This did not work');
  });

  test.each<[string, Fields, string]>([
    [
      'without a challenge',
      { code_challenge: undefined, code_challenge_method: undefined },
      'invalid_request',
    ],
    [
      'with a plain challenge',
      { code_challenge: verifier, code_challenge_method: 'plain' },
      'invalid_request',
    ],
    ['with a challenge of no method', { code_challenge_method: undefined }, 'invalid_request'],
    ['for a token at once', { response_type: 'token' }, 'unsupported_response_type'],
    ['for a scope of others', { scope: 'partner-api/quotes:read' }, 'invalid_scope'],
  ])('%s', async (_, instead, error) => {
    const location = new URL(locationOf(await new Visitor().get(authorizeUrl(instead))));
    expect(`${location.origin}${location.pathname}`).toBe(redirectUri);
    const said = new URLSearchParams(location.search || location.hash.slice(1));
    expect([said.get('error'), said.get('state'), said.get('code')]).toEqual([error, 'a-state', null]);
  });
});

describe('a code', () => {
  test.each<[string, () => Fields]>([
    ['without its verifier', () => ({ code_verifier: undefined })],
    ['with another verifier', () => ({ code_verifier: randomBytes(32).toString('base64url') })],
    ['with the challenge as its verifier', () => ({ code_verifier: hash('sha256', verifier, 'base64url') })],
    ['with another redirect URI', () => ({ redirect_uri: `${origin}/other` })],
    ['of another client', () => ({ client_id: 'other', redirect_uri: `${origin}/other` })],
  ])('%s gets no tokens', async (_, instead) => {
    const response = await redeem(codeOf(await comeBack()), instead());
    expect([response.status, await response.json()]).toEqual([
      400,
      expect.objectContaining({ error: 'invalid_grant' }),
    ]);
  });

  test('is good once', async () => {
    const code = codeOf(await comeBack());
    expect((await redeem(code)).status).toBe(200);
    expect((await redeem(code)).status).toBe(400);
  });

  test('is good once among many who come at the same time', async () => {
    const code = codeOf(await comeBack());
    const statuses = await Promise.all(Array.from({ length: 10 }, async () => (await redeem(code)).status));
    expect(statuses.sort()).toEqual([200, ...Array(9).fill(400)]);
  });

  test('gets no tokens when the trigger fails, and the log says nothing of whom', async () => {
    const logged = vi.spyOn(console, 'error').mockReturnValue();
    const failing = new UserPool(
      `${origin}/_local/oidc/failing`,
      new Secrets(join(directory, 'failing', 'pool.json')),
      async () => {
        throw new Error('PreTokenGeneration failed: Error');
      },
    );
    server.mount('/_local/oidc/failing/', (request, response) => failing.serve(request, response));
    failing.addScopes([CUSTOMER]);
    failing.addPage({ ...page(), accessTokenSeconds: 900, logoutUris: [] });
    await expect(signIn(failing.url, page(), anna)).rejects.toThrow('server_error');
    expect(logged).toHaveBeenCalledOnce();
    expect(String(logged.mock.calls[0])).not.toContain('anna');
  });
});

describe('the sign-in page', () => {
  const begin = async (visitor: Visitor) => locationOf(await visitor.get(authorizeUrl()));

  test('runs no script, is framed by nobody, and leads only back', async () => {
    const visitor = new Visitor();
    const response = await visitor.get(await begin(visitor));
    const html = await response.text();
    expect(response.headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'self'; img-src data:; form-action 'self' ${origin}; base-uri 'none'; frame-ancestors 'none'`,
    );
    expect(html).not.toMatch(/<script|style=| on\w+=/);
    expect(html).toContain('<html lang="en">');
    const style = /href="([^"]+\.css)"/.exec(html)?.[1] ?? '';
    expect((await fetch(`${origin}${style}`)).headers.get('content-type')).toContain('text/css');
  });

  test('says of a wrong password and of a wrong name the same, and no more', async () => {
    const texts: string[] = [];
    for (const email of ['anna@example.com', 'nobody@example.com']) {
      const visitor = new Visitor();
      const response = await visitor.post(await begin(visitor), { email, password: 'ben-local' });
      expect(response.status).toBe(403);
      texts.push((await response.text()).replace(`value="${email}"`, ''));
    }
    expect(texts[0]).toBe(texts[1]);
    expect(texts[0]).toContain('role="alert"');
  });

  test('shows what was typed as text', async () => {
    const visitor = new Visitor();
    const email = '"><script>alert(1)</script>';
    const response = await visitor.post(await begin(visitor), { email, password: '' });
    expect(await response.text()).not.toContain('<script>');
  });

  test('makes those wait who guess', async () => {
    const visitor = new Visitor();
    const form = await begin(visitor);
    const guess = (password: string) => visitor.post(form, { email: 'ben@example.com', password });
    for (let count = 0; count < 5; count++) expect((await guess(`guess-${count}`)).status).toBe(403);
    expect((await guess('ben-local')).status).toBe(429);
  });

  test('is of no use to another browser than the one that began', async () => {
    const form = await begin(new Visitor());
    const credentials = { email: 'anna@example.com', password: 'anna-local' };
    expect((await new Visitor().post(form, credentials)).status).toBe(400);
    const other = new Visitor();
    await begin(other);
    const cookieOfOther = await other.post(form, credentials);
    // The path that a cookie is for is the browser's own affair; a visitor sends all it has.
    expect(locationOf(cookieOfOther)).not.toContain(form.split('/').at(-1));
    const resumed = form.replace('/sign-in/', '/oauth2/authorize/');
    expect((await new Visitor().get(resumed)).status).toBe(400);
  });

  test('cannot be finished twice', async () => {
    const visitor = new Visitor();
    const form = await begin(visitor);
    const credentials = { email: 'anna@example.com', password: 'anna-local' };
    const resumed = locationOf(await visitor.post(form, credentials));
    expect(codeOf(new URL(locationOf(await visitor.get(resumed))))).not.toBe('');
    expect((await visitor.get(resumed)).status).toBe(400);
  });
});

describe('signing out', () => {
  test.each([
    ['to another site', 'dashboard', 'https://evil.example/'],
    ['for a stranger', 'stranger', 'https://evil.example/'],
  ])('leads nowhere %s', async (_, clientId, target) => {
    const query = new URLSearchParams({ client_id: clientId, logout_uri: target });
    const response = await new Visitor().get(`${pool.url}/logout?${query}`);
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
  });
});
