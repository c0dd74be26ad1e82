import { hash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { people } from '../../infra/local/issuer/people.ts';
import { signIn } from '../../infra/local/issuer/sign-in-request.ts';
import { locationOf, Visitor } from '../../infra/local/issuer/visitor.ts';
import { CUSTOMER_SCOPE, codeOf, type Fields, startPool, VERIFIER } from '../support/sign-in-pool.ts';

const { anna } = people;
if (!anna) throw new Error('there is no anna');

let it: Awaited<ReturnType<typeof startPool>>;
beforeAll(async () => {
  it = await startPool(async ({ person, scopes }) => ({
    add: { email: person.email, seen: scopes.join(), sub: 'somebody-else' },
    suppress: [],
  }));
});
afterAll(() => it.close());
afterEach(() => vi.restoreAllMocks());

describe('somebody who signs in', () => {
  test('gets tokens of Cognito’s shape, with what the trigger adds and cannot override', async () => {
    const answer = (await (await it.redeem(codeOf(await it.comeBack()))).json()) as Record<string, string>;
    expect(Object.keys(answer).sort()).toEqual([
      'access_token',
      'expires_in',
      'id_token',
      'scope',
      'token_type',
    ]);
    const keys = createRemoteJWKSet(new URL(`${it.pool.url}/.well-known/jwks.json`));
    const { payload } = await jwtVerify(answer.access_token ?? '', keys, { issuer: it.pool.url });
    expect(payload).toEqual({
      sub: anna.sub,
      username: anna.sub,
      token_use: 'access',
      client_id: 'dashboard',
      scope: `openid ${CUSTOMER_SCOPE}`,
      auth_time: expect.any(Number),
      iat: expect.closeTo(Date.now() / 1000, -1),
      exp: Number(payload.iat) + 900,
      iss: it.pool.url,
      jti: expect.any(String),
      version: 2,
      email: 'anna@example.com',
      seen: `openid,${CUSTOMER_SCOPE}`,
    });
    expect(Object.keys(decodeProtectedHeader(answer.access_token ?? '')).sort()).toEqual(['alg', 'kid']);
    const ofId = await jwtVerify(answer.id_token ?? '', keys, { issuer: it.pool.url, audience: 'dashboard' });
    expect(ofId.payload).toMatchObject({ sub: anna.sub });
    expect(JSON.stringify(ofId.payload)).not.toContain('anna');
  });

  test('comes back with the state and the nonce of the request', async () => {
    const back = await it.comeBack(undefined, { nonce: 'a-nonce' });
    expect(`${back.origin}${back.pathname}`).toBe(it.redirectUri);
    expect(back.searchParams.get('state')).toBe('a-state');
    const { id_token: idToken = '' } = (await (await it.redeem(codeOf(back))).json()) as {
      id_token?: string;
    };
    expect(JSON.parse(atob(idToken.split('.')[1] ?? ''))).toMatchObject({ nonce: 'a-nonce' });
  });

  test('is known for the rest of the session, until signing out', async () => {
    const visitor = new Visitor();
    await it.comeBack(visitor);
    const again = new URL(locationOf(await visitor.get(it.authorizeUrl())));
    expect((await it.redeem(codeOf(again))).status).toBe(200);
    const logout = new URLSearchParams({ client_id: 'dashboard', logout_uri: it.redirectUri });
    expect(locationOf(await visitor.get(`${it.pool.url}/logout?${logout}`))).toBe(it.redirectUri);
    expect(locationOf(await visitor.get(it.authorizeUrl()))).toContain('/sign-in/');
  });

  test('is forgotten when the runtime ends: nothing is kept but key and secrets', async () => {
    await it.comeBack();
    expect(readdirSync(it.directory)).toEqual(['pool.json']);
    const { key, clients } = JSON.parse(readFileSync(join(it.directory, 'pool.json'), 'utf8'));
    expect([key.kty, clients]).toEqual(['EC', {}]);
  });

  test('can do it by a tool', async () => {
    const token = await signIn(it.pool.url, it.page, anna);
    expect(JSON.parse(atob(token.split('.')[1] ?? ''))).toMatchObject({ username: anna.sub });
  });
});

describe('an authorization request is refused', () => {
  test.each<[string, () => Fields]>([
    ['of a client that nobody knows', () => ({ client_id: 'stranger' })],
    ['that leads to another site', () => ({ redirect_uri: 'https://evil.example/' })],
    ['that leads to another path', () => ({ redirect_uri: `${it.redirectUri}/more` })],
    ['that leads back with something added', () => ({ redirect_uri: `${it.redirectUri}?a=b` })],
    ['that leads where another client may', () => ({ redirect_uri: `${it.origin}/other` })],
  ])('%s, on the spot', async (_, instead) => {
    const response = await new Visitor().get(it.authorizeUrl(instead()));
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
      { code_challenge: VERIFIER, code_challenge_method: 'plain' },
      'invalid_request',
    ],
    ['with a challenge of no method', { code_challenge_method: undefined }, 'invalid_request'],
    ['for a token at once', { response_type: 'token' }, 'unsupported_response_type'],
    ['for a scope of others', { scope: 'partner-api/quotes:read' }, 'invalid_scope'],
  ])('%s', async (_, instead, error) => {
    const location = new URL(locationOf(await new Visitor().get(it.authorizeUrl(instead))));
    expect(`${location.origin}${location.pathname}`).toBe(it.redirectUri);
    const said = new URLSearchParams(location.search || location.hash.slice(1));
    expect([said.get('error'), said.get('state'), said.get('code')]).toEqual([error, 'a-state', null]);
  });
});

describe('a code', () => {
  test.each<[string, () => Fields]>([
    ['without its verifier', () => ({ code_verifier: undefined })],
    ['with another verifier', () => ({ code_verifier: randomBytes(32).toString('base64url') })],
    ['with the challenge as its verifier', () => ({ code_verifier: hash('sha256', VERIFIER, 'base64url') })],
    ['with another redirect URI', () => ({ redirect_uri: `${it.origin}/other` })],
    ['of another client', () => ({ client_id: 'other', redirect_uri: `${it.origin}/other` })],
  ])('%s gets no tokens', async (_, instead) => {
    const response = await it.redeem(codeOf(await it.comeBack()), instead());
    expect([response.status, await response.json()]).toEqual([
      400,
      expect.objectContaining({ error: 'invalid_grant' }),
    ]);
  });

  test('is good once', async () => {
    const code = codeOf(await it.comeBack());
    expect((await it.redeem(code)).status).toBe(200);
    expect((await it.redeem(code)).status).toBe(400);
  });

  test('is good once among many who come at the same time', async () => {
    const code = codeOf(await it.comeBack());
    const statuses = await Promise.all(
      Array.from({ length: 10 }, async () => (await it.redeem(code)).status),
    );
    expect(statuses.sort()).toEqual([200, ...Array(9).fill(400)]);
  });

  test('gets no tokens when the trigger fails, and the log says nothing of whom', async () => {
    const logged = vi.spyOn(console, 'error').mockReturnValue();
    const failing = await startPool(async () => {
      throw new Error('PreTokenGeneration failed: Error');
    });
    await expect(signIn(failing.pool.url, failing.page, anna)).rejects.toThrow('server_error');
    expect(logged).toHaveBeenCalledOnce();
    expect(String(logged.mock.calls[0])).not.toContain('anna');
    await failing.close();
  });

  test('is of no use to a script of another site', async () => {
    const allowed = async (origin: string) => {
      const body = new URLSearchParams({ client_id: 'dashboard', grant_type: 'authorization_code' });
      const response = await fetch(`${it.pool.url}/oauth2/token`, {
        method: 'POST',
        body,
        headers: { origin },
      });
      return response.headers.get('access-control-allow-origin');
    };
    expect(await allowed(it.origin)).toBe(it.origin);
    expect(await allowed('https://evil.example')).toBeNull();
  });
});

test('a page gets no token for itself', async () => {
  const response = await it.redeem('', { grant_type: 'client_credentials' });
  expect([response.status, await response.json()]).toEqual([
    400,
    expect.objectContaining({ error: 'invalid_request' }),
  ]);
});

describe('signing out', () => {
  test.each([
    ['to another site', 'dashboard', 'https://evil.example/'],
    ['for a stranger', 'stranger', 'https://evil.example/'],
  ])('leads nowhere %s', async (_, clientId, target) => {
    const query = new URLSearchParams({ client_id: clientId, logout_uri: target });
    const response = await new Visitor().get(`${it.pool.url}/logout?${query}`);
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
  });
});
