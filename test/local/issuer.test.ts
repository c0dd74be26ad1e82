import { statSync } from 'node:fs';
import { join } from 'node:path';
import { JwtVerifier } from 'aws-jwt-verify';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EdgeServer } from '../../infra/local/gateway/server.ts';
import { Secrets } from '../../infra/local/issuer/secrets.ts';
import { UserPool } from '../../infra/local/issuer/user-pool.ts';
import { temporaryDirectory } from '../support/directories.ts';

const file = join(temporaryDirectory(), 'issuer', 'pool.json');
const server = new EdgeServer();
let pool: UserPool;
let secret: string;

beforeAll(async () => {
  const port = await server.listen(0);
  pool = new UserPool(`http://localhost:${port}/_local/oidc/pool`, new Secrets(file));
  server.mount('/_local/oidc/pool/', (request, response) => pool.serve(request, response));
  const scopes = ['partner-api/quotes:read', 'partner-api/quotes:write'];
  pool.addScopes([...scopes, 'partner-api/policies:read']);
  secret = pool.addClient({ clientId: 'broker', scopes, accessTokenSeconds: 600 });
  pool.addClient({ clientId: 'reader', scopes: ['partner-api/policies:read'], accessTokenSeconds: 3600 });
});
afterAll(() => server.close());

const basic = (clientId: string, password: string) => `Basic ${btoa(`${clientId}:${password}`)}`;

const requestToken = (authorization: string, parameters: Record<string, string> = {}) =>
  fetch(`${pool.url}/oauth2/token`, {
    method: 'POST',
    headers: { authorization },
    body: new URLSearchParams({ grant_type: 'client_credentials', ...parameters }),
  });

async function tokenOf(response: Response): Promise<string> {
  expect(response.status).toBe(200);
  return ((await response.json()) as { access_token: string }).access_token;
}

test('mints tokens of the shape that Cognito gives to machines', async () => {
  const now = Math.floor(Date.now() / 1000);
  const token = await tokenOf(await requestToken(basic('broker', secret)));
  const [header, payload] = token
    .split('.', 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()));
  expect(Object.keys(header).sort()).toEqual(['alg', 'kid']);
  expect(payload).toEqual({
    sub: 'broker',
    token_use: 'access',
    scope: 'partner-api/quotes:read partner-api/quotes:write',
    auth_time: payload.iat,
    iss: pool.url,
    exp: payload.iat + 600,
    iat: expect.closeTo(now, -1),
    version: 2,
    jti: expect.any(String),
    client_id: 'broker',
  });
});

test('gives the scopes asked for, of the client’s own', async () => {
  const authorization = basic('broker', secret);
  const token = await tokenOf(await requestToken(authorization, { scope: 'partner-api/quotes:read' }));
  expect(JSON.parse(atob(token.split('.')[1] ?? '')).scope).toBe('partner-api/quotes:read');
  const foreign = await requestToken(authorization, { scope: 'partner-api/policies:read' });
  expect([foreign.status, await foreign.json()]).toEqual([
    400,
    expect.objectContaining({ error: 'invalid_scope' }),
  ]);
});

test('knows its clients by their secrets', async () => {
  expect((await requestToken(basic('broker', 'guessed'))).status).toBe(401);
  expect((await requestToken(basic('nobody', secret))).status).toBe(401);
  expect((await requestToken(basic('reader', secret))).status).toBe(401);
});

test('publishes the key that verifies its tokens, and not the private part', async () => {
  const token = await tokenOf(await requestToken(basic('broker', secret)));
  const fetcher = { fetch: async (uri: string) => (await fetch(uri)).arrayBuffer() };
  const jwksUri = `${pool.url}/.well-known/jwks.json`;
  const verifier = JwtVerifier.create(
    { issuer: pool.url, audience: null, jwksUri },
    { jwksCache: new SimpleJwksCache({ fetcher }) },
  );
  expect(await verifier.verify(token)).toMatchObject({ client_id: 'broker' });
  expect(await (await fetch(jwksUri)).text()).not.toContain('"d"');
});

test('describes itself', async () => {
  const response = await fetch(`${pool.url}/.well-known/openid-configuration`);
  expect(await response.json()).toMatchObject({
    issuer: pool.url,
    token_endpoint: `${pool.url}/oauth2/token`,
    jwks_uri: `${pool.url}/.well-known/jwks.json`,
  });
});

test('keeps its key and secrets, for its owner only', () => {
  const again = new Secrets(file);
  expect(again.clientSecret('broker')).toBe(secret);
  expect(again.key).toEqual(new Secrets(file).key);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('has no clients with scopes that no resource server knows', () => {
  const fresh = new UserPool('http://localhost/pool', new Secrets(file));
  const client = { clientId: 'broker', scopes: ['partner-api/all'], accessTokenSeconds: 600 };
  expect(() => fresh.addClient(client)).toThrow('partner-api/all');
});
