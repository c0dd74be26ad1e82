import { describe, expect, test } from 'vitest';
import { Sha256 } from './sha256.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
/** RFC 4231, test case 2. */
const JEFE = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';

async function digestOf(hash: Sha256, ...parts: string[]): Promise<string> {
  for (const part of parts) hash.update(bytes(part));
  return Buffer.from(await hash.digest()).toString('hex');
}

describe('SHA-256', () => {
  test('is that of FIPS 180-4, whatever parts it is given', async () => {
    expect(await digestOf(new Sha256(), 'abc')).toBe(ABC);
    expect(await digestOf(new Sha256(), 'a', 'bc')).toBe(ABC);
  });

  test('under a secret is the HMAC, be the secret a text or bytes', async () => {
    const said = 'what do ya want for nothing?';
    expect(await digestOf(new Sha256('Jefe'), said)).toBe(JEFE);
    expect(await digestOf(new Sha256(bytes('Jefe')), said)).toBe(JEFE);
    expect(await digestOf(new Sha256(bytes('Jefe').buffer), said)).toBe(JEFE);
  });

  test('begins anew, under the same secret, when it is reset', async () => {
    const [plain, keyed] = [new Sha256(), new Sha256(bytes('Jefe'))];
    for (const hash of [plain, keyed]) {
      hash.update(bytes('something else'));
      hash.reset();
    }
    expect(await digestOf(plain, 'abc')).toBe(ABC);
    expect(await digestOf(keyed, 'what do ya want for nothing?')).toBe(JEFE);
  });
});
