import { createPublicKey } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alteredAssembly } from '../support/altered-assembly.ts';
import { type RunningApi, startApi } from '../support/api.ts';
import { expectProblem } from '../support/problems.ts';
import { type Answered, send } from '../support/request.ts';
import { upcomingRequest } from '../support/risks.ts';
import { type Claims, type Mint, mintOf, strangersKey } from '../support/tokens.ts';

let api: RunningApi;
let mint: Mint;

beforeAll(async () => {
  api = await startApi();
  mint = await mintOf(api);
});
afterAll(() => api?.stop());

const now = () => Math.floor(Date.now() / 1000);

/** Asks for a quote under an Authorization header. */
function ask(authorization: string | undefined, instead: object = {}): Promise<Answered> {
  const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
  const body = upcomingRequest();
  return send(api, { method: 'POST', path: '/quotes', headers, body, ...instead });
}

const bearing = async (token: string | Promise<string>) => ask(`Bearer ${await token}`);

function expectUnauthorized(answer: Answered): void {
  expectProblem(answer, 'unauthorized');
  expect(answer.headers.get('www-authenticate')).toBe('Bearer');
}

it('opens the API to the token that the cases below alter', async () => {
  expect((await bearing(mint.token())).status).toBe(201);
});

describe('without a token', () => {
  it.each([
    ['no header', undefined],
    ['an empty header', ''],
    ['another scheme', `Basic ${btoa('aggregator:secret')}`],
    ['a scheme alone', 'Bearer'],
    ['garbage', 'Bearer garbage'],
    ['garbage of three parts', 'Bearer e30.e30.AAAA'],
    ['a token of 7,000 letters', `Bearer ${'A'.repeat(7_000)}`],
  ])('(%s) nobody is let in', async (_what, authorization) => {
    expectUnauthorized(await ask(authorization));
  });

  it('a genuine one counts only as a bearer’s', async () => {
    expectUnauthorized(await ask(await mint.token()));
    expectUnauthorized(await ask(`Token ${await mint.token()}`));
  });
});

describe('a token that does not hold', () => {
  it.each<[what: string, instead: () => Claims]>([
    ['expired', () => ({ exp: now() - 1 })],
    ['without an end', () => ({ exp: undefined })],
    ['not yet valid', () => ({ nbf: now() + 600 })],
    ['of another issuer', () => ({ iss: 'https://issuer.example' })],
    ['of no issuer', () => ({ iss: undefined })],
    ['of an issuer with a longer name', () => ({ iss: `${mint.claims().iss}/` })],
    ['of identity, not of access', () => ({ token_use: 'id', aud: 'aggregator' })],
    ['of no client', () => ({ client_id: undefined })],
    ['of a client that is no text', () => ({ client_id: { $ne: '' } })],
  ])('%s', async (_what, instead) => {
    expectUnauthorized(await bearing(mint.token(instead())));
  });

  it('signed by a stranger', async () => {
    expectUnauthorized(await bearing(mint.token({}, {}, await strangersKey())));
  });

  it('signed by a key that the issuer does not have', async () => {
    expectUnauthorized(await bearing(mint.token({}, { kid: 'another' }, await strangersKey())));
  });

  it('not signed at all', async () => {
    const unsigned = new UnsecuredJWT(mint.claims()).encode();
    expectUnauthorized(await bearing(unsigned));
    const [, payload] = unsigned.split('.');
    const header = btoa(JSON.stringify({ alg: 'none', kid: mint.key.kid })).replaceAll('=', '');
    expectUnauthorized(await bearing(`${header}.${payload}.`));
    const [, , signature] = (await mint.token()).split('.');
    expectUnauthorized(await bearing(`${header}.${payload}.${signature}`));
  });

  it('signed with the public key as a secret', async () => {
    const key = createPublicKey({ key: { ...mint.key }, format: 'jwk' });
    const secrets = [
      key.export({ type: 'spki', format: 'pem' }),
      key.export({ type: 'spki', format: 'der' }),
      JSON.stringify(key.export({ format: 'jwk' })),
    ];
    for (const secret of secrets) {
      const forged = new SignJWT(mint.claims()).setProtectedHeader({ alg: 'HS256', kid: mint.key.kid });
      expectUnauthorized(await bearing(forged.sign(Buffer.from(secret))));
    }
  });

  it('altered', async () => {
    const [header, , signature] = (await mint.token({ scope: 'partner-api/quotes:read' })).split('.');
    const payload = Buffer.from(JSON.stringify(mint.claims())).toString('base64url');
    expectUnauthorized(await bearing(`${header}.${payload}.${signature}`));
  });

  it('that ended while the gateway remembered it', async () => {
    const token = await mint.token({ exp: now() + 2 });
    expect((await bearing(token)).status).toBe(201);
    await sleep(2_100);

    // A function’s challenge would not reach the client: the gateway renames WWW-Authenticate.
    expectProblem(await bearing(token), 'token-expired');
  });
});

describe('a genuine token', () => {
  it.each<[what: string, instead: Claims]>([
    ['without the scope', { scope: 'partner-api/quotes:read' }],
    ['without any scope', { scope: undefined }],
    ['with the scope of another API', { scope: 'other-api/quotes:read other-api/quotes:write' }],
    ['with a scope like it', { scope: 'partner-api/quotes:write2 partner-api/quotes' }],
    ['of a client that is not registered', { client_id: 'stranger', sub: 'stranger' }],
    ['of a client that was not given the scope', { client_id: 'reader', sub: 'reader' }],
  ])('%s opens nothing', async (_what, instead) => {
    const answer = await bearing(mint.token(instead));

    expectProblem(answer, 'insufficient-scope');
    expect(answer.headers.get('www-authenticate')).toBeNull();
  });

  it('opens no more than its client was registered for', async () => {
    const token = await mint.token({ scope: 'partner-api/quotes:read partner-api/quotes:underwrite' });
    const path = '/quotes/quo_01KAE8Z2V0Q8M5T3S7R9XWYB4C/underwriting';
    const body = { decision: 'decline', reason: 'Mine.' };

    expect((await send(api, { path: '/quotes', token })).status).toBe(200);
    expectProblem(await send(api, { method: 'POST', path, token, body }), 'insufficient-scope');
  });
});

it('stores nothing for a token that does not open it', async () => {
  const token = await mint.token();
  const { json } = await send(api, { path: '/quotes?limit=100', token });
  // That of the unaltered token, and that of the one that ended later.
  expect(json.data).toHaveLength(2);
});

describe('where an audience is configured', () => {
  let guarded: RunningApi;
  let its: Mint;

  beforeAll(async () => {
    guarded = await startApi({ cdkOut: withAudience('https://partner-api.example') });
    its = await mintOf(guarded);
  });
  afterAll(() => guarded?.stop());

  it.each<[what: string, aud: string | string[] | undefined, status: number]>([
    ['its own', 'https://partner-api.example', 200],
    ['its own among others', ['https://other.example', 'https://partner-api.example'], 200],
    ['another', 'https://other.example', 401],
    ['none', undefined, 401],
  ])('a token for %s is judged by it', async (_what, aud, status) => {
    const answer = await send(guarded, { path: '/quotes', token: await its.token({ aud }) });

    expect(answer.status).toBe(status);
    if (status === 401) expectUnauthorized(answer);
  });
});

/** The synthesized app, its authorizer told of an audience as a deployment with another issuer would. */
function withAudience(audience: string): string {
  return alteredAssembly(({ Properties: properties = {} }) => {
    const { Variables: variables } = (properties.Environment ?? {}) as {
      Variables?: Record<string, unknown>;
    };
    if (variables?.TOKEN_ISSUER) variables.TOKEN_AUDIENCE = audience;
    return true;
  });
}

describe('a partner that asks too much', () => {
  it('is told to wait, while another one is served', async () => {
    const [broker, aggregator] = await Promise.all(['broker', 'aggregator'].map((name) => api.token(name)));
    const burst = (token = '', times = 0) =>
      Promise.all(Array.from({ length: times }, () => send(api, { path: '/products/motor', token })));

    const [asked, beside] = await Promise.all([burst(broker, 250), burst(aggregator, 150)]);

    const refused = asked.filter(({ status }) => status !== 200);
    expect(refused.length).toBeGreaterThan(50);
    for (const answer of refused) {
      expectProblem(answer, 'too-many-requests');
      expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
    }
    expect(asked.length - refused.length).toBeGreaterThanOrEqual(100);
    expect(beside.every(({ status }) => status === 200)).toBe(true);
    await sleep(1_000 * Number(refused[0]?.headers.get('retry-after')));
    expect((await send(api, { path: '/products/motor', token: broker ?? '' })).status).toBe(200);
  });
});
