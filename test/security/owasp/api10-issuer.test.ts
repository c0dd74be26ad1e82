import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alteredAssembly } from '../../support/altered-assembly.ts';
import { type RunningApi, startApi } from '../../support/api.ts';
import { tried } from '../../support/evidence.ts';
import { type Keys, type KeysAnswer, startKeys } from '../../support/faulty-keys.ts';
import { expectProblem } from '../../support/problems.ts';
import { type Answered, send } from '../../support/request.ts';
import { type Mint, mintOf } from '../../support/tokens.ts';

/** After a key that the issuer does not have it is not asked for another for so long. */
const BACK_OFF_SECONDS = 10;

let keys: Keys;
let api: RunningApi;
let mint: Mint;

beforeAll(async () => {
  keys = await startKeys();
  api = await startApi({ cdkOut: trusting(keys.url) });
  mint = await mintOf(api);
});
afterAll(async () => {
  await api?.stop();
  await keys?.close();
});

/** The synthesized app, its authorizer told to find the issuer's keys at another address. */
function trusting(url: string): string {
  return alteredAssembly(({ Properties: properties = {} }) => {
    const { Variables: variables } = (properties.Environment ?? {}) as {
      Variables?: Record<string, unknown>;
    };
    if (variables?.TOKEN_JWKS_URI) variables.TOKEN_JWKS_URI = url;
    return true;
  });
}

const ask = async (token: string | Promise<string>): Promise<Answered> =>
  send(api, { path: '/products/motor', token: await token });

/** What an issuer may answer that has a bad day. */
const BAD_DAYS: [what: string, answer: KeysAnswer][] = [
  ['an error', { status: 500, body: '{}' }],
  ['that it is not there', { status: 404, body: '{"keys":[]}' }],
  ['that it is busy', { status: 429, body: '' }],
  ['nothing', { status: 200, body: '' }],
  ['a page', { status: 200, body: '<!doctype html><title>Maintenance</title>' }],
  ['half a text', { status: 200, body: '{"keys":[{"kty":"EC"' }],
  ['null', { status: 200, body: 'null' }],
  ['no keys', { status: 200, body: '{}' }],
  ['keys that are no list', { status: 200, body: '{"keys":{}}' }],
  ['keys that are none', { status: 200, body: '{"keys":[7]}' }],
  ['a key without a kind', { status: 200, body: '{"keys":[{"kid":"a"}]}' }],
  ['by breaking off', 'breaks off'],
  ['never', 'never answers'],
];

describe('API10:2023 unsafe consumption of APIs, from the issuer:', () => {
  it.for(BAD_DAYS)(
    'where it answers %s in place of its keys, nobody is let in, and nobody is told to sign in again',
    async ([, answer], { task }) => {
      keys.say(answer);
      const refused = await ask(mint.token());
      expectProblem(refused, 'service-unavailable');
      expect(refused.headers.get('retry-after')).toBe('1');
      expect(refused.headers.get('www-authenticate')).toBeNull();
      tried(task, 'answers in place of keys', 1);
    },
  );

  it('once it is well again, so are we, and go on without it', async () => {
    keys.say({ keys: [await published()] });
    expect((await ask(mint.token())).status).toBe(200);
    const asked = keys.asked();
    keys.say('never answers');
    for (let round = 0; round < 5; round += 1) expect((await ask(mint.token())).status).toBe(200);
    expect(keys.asked()).toBe(asked);
  });

  it('a key that it does not have is asked for once in ten seconds, however many tokens name it, and keeps nobody waiting', async ({
    task,
  }) => {
    keys.say({ keys: [await published()] });
    const [asked, startedAt] = [keys.asked(), performance.now()];
    const kids = Array.from({ length: 30 }, (_, index) => `another-${index}`);
    for (const kid of kids) {
      expectProblem(await ask(mint.token({}, { kid })), 'unauthorized');
      expect((await ask(mint.token())).status).toBe(200);
    }
    // By the one instance of the authorizer that is needed for one request after the other.
    const seconds = (performance.now() - startedAt) / 1_000;
    expect(keys.asked() - asked).toBeLessThanOrEqual(1 + Math.floor(seconds / BACK_OFF_SECONDS));
    tried(task, 'tokens that name a key that there is not', kids.length);
  });

  it('a key that it begins to sign with opens within seconds, however many others were asked for before', {
    timeout: 60_000,
  }, async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const next = { ...(await exportJWK(publicKey)), kid: 'next', alg: 'ES256', use: 'sig' };
    keys.say({ keys: [await published(), next] });
    const withNext = () => mint.token({}, { kid: 'next' }, privateKey);
    await expect
      .poll(async () => (await ask(withNext())).status, { timeout: 20_000, interval: 500 })
      .toBe(200);
    expect((await ask(mint.token())).status).toBe(200);
  });
});

/** The public half of the key that the issuer signs with. */
async function published(): Promise<object> {
  const { kty, crv, x, y, kid } = mint.key as unknown as Record<string, string>;
  return { kty, crv, x, y, kid, alg: 'ES256', use: 'sig' };
}
