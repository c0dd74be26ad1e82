import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alteredAssembly } from '../support/altered-assembly.ts';
import { type RunningApi, startApi } from '../support/api.ts';
import { expectProblem } from '../support/problems.ts';
import { type Answered, send } from '../support/request.ts';
import { upcomingRequest } from '../support/risks.ts';
import { type Claims, type Mint, mintOf } from '../support/tokens.ts';

let api: RunningApi;
let mint: Mint;

beforeAll(async () => {
  api = await startApi();
  mint = await mintOf(api);
});
afterAll(() => api?.stop());

const now = () => Math.floor(Date.now() / 1000);

/** Asks for a quote under a token. */
async function ask(token: string | Promise<string>): Promise<Answered> {
  return send(api, { method: 'POST', path: '/quotes', token: await token, body: upcomingRequest() });
}

function expectUnauthorized(answer: Answered): void {
  expectProblem(answer, 'unauthorized');
  expect(answer.headers.get('www-authenticate')).toBe('Bearer');
}

it('opens the API to the token that the cases below alter', async () => {
  expect((await ask(mint.token())).status).toBe(201);
});

it('a token ends while the gateway remembers it', async () => {
  const exp = now() + 3;
  const token = await mint.token({ exp });
  expect((await ask(token)).status).toBe(201);
  await sleep(exp * 1_000 - Date.now() + 100);

  // A function’s challenge would not reach the client: the gateway renames WWW-Authenticate.
  expectProblem(await ask(token), 'token-expired');
});

describe('a genuine token', () => {
  it.each<[what: string, instead: Claims]>([
    ['without any scope', { scope: undefined }],
    ['with the scope of another API', { scope: 'other-api/quotes:read other-api/quotes:write' }],
  ])('%s opens nothing', async (_what, instead) => {
    const answer = await ask(mint.token(instead));

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
