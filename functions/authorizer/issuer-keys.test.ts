import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Keys, startKeys } from '../../test/support/faulty-keys.ts';
import { IssuerKeys } from './issuer-keys.ts';

const key = (kid: string) => ({ kty: 'EC', crv: 'P-256', x: 'x', y: 'y', kid, use: 'sig' });
const tokenBy = (kid: string) => ({ header: { alg: 'ES256', kid }, payload: {} });

let issuer: Keys;
let keys: IssuerKeys;

beforeAll(async () => {
  issuer = await startKeys();
});
afterAll(() => issuer.close());
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  keys = new IssuerKeys();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const find = (kid: string) => keys.getJwk(issuer.url, tokenBy(kid));
const pass = (minutes: number) => vi.setSystemTime(Date.now() + minutes * 60_000);

describe('a key of the issuer', () => {
  it('is asked for once while it counts', async () => {
    issuer.say({ keys: [key('a')] });
    const asked = issuer.asked();
    for (let minute = 0; minute < 10; minute += 1) {
      expect(await find('a')).toMatchObject({ kid: 'a' });
      pass(0.9);
    }
    expect(issuer.asked() - asked).toBe(1);
  });

  it('that was withdrawn opens nothing after ten minutes', async () => {
    issuer.say({ keys: [key('a'), key('b')] });
    await find('a');
    issuer.say({ keys: [key('b')] });
    expect(await find('a')).toMatchObject({ kid: 'a' });
    pass(10);
    await expect(find('a')).rejects.toThrow('not found in the JWKS');
    expect(await find('b')).toMatchObject({ kid: 'b' });
  });

  it('goes on counting while the issuer is away, which is asked again each minute', async () => {
    issuer.say({ keys: [key('a')] });
    await find('a');
    issuer.say({ status: 500, body: '' });
    pass(10);
    const asked = issuer.asked();
    for (let round = 0; round < 6; round += 1) {
      expect(await find('a')).toMatchObject({ kid: 'a' });
      pass(0.5);
    }
    expect(issuer.asked() - asked).toBe(3);
  });
});
