import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { calculateJwkThumbprint, compactVerify, importJWK } from 'jose';
import { describe, expect, test } from 'vitest';
import {
  compactJws,
  isSignedBy,
  isUsable,
  type PublicJwk,
  readJws,
  signingInput,
  thumbprint,
  verifiedPayload,
} from './jws.ts';

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk = jwkOf(publicKey);
const kid = thumbprint(jwk);

function jwkOf(key: KeyObject): PublicJwk {
  return key.export({ format: 'jwk' }) as PublicJwk;
}

/** Signs as the key service does: SHA-256, and the signature in DER. */
function signed(payload: object, key = privateKey, withJwk = jwk): string {
  const input = signingInput(withJwk, payload);
  return compactJws(input, sign('sha256', Buffer.from(input), key));
}

describe('a JWS', () => {
  test('is one to another implementation, whatever length its numbers have', async () => {
    const key = await importJWK(jwk, 'ES256');
    // One number in 256 is a byte short, and every other has a zero before it in DER.
    for (let count = 0; count < 1_500; count++) {
      const { payload, protectedHeader } = await compactVerify(signed({ count }), key);
      expect(JSON.parse(new TextDecoder().decode(payload))).toEqual({ count });
      expect(protectedHeader).toEqual({ alg: 'ES256', kid, jwk });
    }
  });

  test('names its key by the thumbprint of RFC 7638', async () => {
    expect(kid).toBe(await calculateJwkThumbprint({ ...jwk }));
  });

  test('gives its payload to who trusts its key', () => {
    expect(verifiedPayload(signed({ seq: 1 }), kid)).toEqual({ seq: 1 });
  });
});

describe('what gives no payload', () => {
  const good = signed({ seq: 1 });
  const [header = '', , signature = ''] = good.split('.');
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const forger = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const forgersJwk = jwkOf(forger.publicKey);

  test.each([
    ['another payload', [header, encode({ seq: 2 }), signature].join('.')],
    ['the signature of another key', signed({ seq: 1 }, forger.privateKey)],
    ["a forger's key in the header", signed({ seq: 1 }, forger.privateKey, forgersJwk)],
    ['no algorithm', [encode({ alg: 'none', jwk }), encode({ seq: 1 }), ''].join('.')],
    ['no key', [encode({ alg: 'ES256', kid }), encode({ seq: 1 }), signature].join('.')],
    ['a part too many', `${good}.${signature}`],
    ['no signature', good.slice(0, good.lastIndexOf('.'))],
    ['no JSON', 'a.b.c'],
    ['nothing', ''],
  ])('%s', (_name, jws) => {
    expect(verifiedPayload(jws, kid)).toBeUndefined();
  });

  test('one whose key is not the one that is trusted', () => {
    expect(verifiedPayload(good, thumbprint(forgersJwk))).toBeUndefined();
  });
});

describe('a JWS that names no key', () => {
  const good = signed({ seq: 1 });
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  test('is read before anybody trusts it', () => {
    expect(readJws(good)).toEqual({ header: { alg: 'ES256', kid, jwk }, payload: { seq: 1 } });
    expect(readJws(`${good.slice(0, good.lastIndexOf('.'))}.`)).toMatchObject({ payload: { seq: 1 } });
  });

  test.each([
    '',
    'a.b.c',
    `${good}.more`,
    good.slice(0, good.lastIndexOf('.')),
    'bnVsbA.bnVsbA.c2ln',
    'NQ.NQ.c2ln',
  ])('is not %j', (text) => {
    expect(readJws(text)).toBeUndefined();
  });

  test('is signed by its key, and by no other', () => {
    expect(isSignedBy(good, jwk)).toBe(true);
    expect(isSignedBy(good, jwkOf(other.publicKey))).toBe(false);
    expect(isSignedBy(signed({ seq: 1 }, other.privateKey), jwk)).toBe(false);
  });

  test('is signed as a whole', () => {
    const [header = '', payload = '', signature = ''] = good.split('.');
    const padded = Buffer.concat([Buffer.from(signature, 'base64url'), Buffer.alloc(1)]).toString(
      'base64url',
    );
    for (const altered of [
      `${payload}.${header}.${signature}`,
      `${header}.${payload}.`,
      `${header}.${payload}.${signature.slice(0, -4)}`,
      `${header}.${payload}.${padded}`,
      `${header}.${payload}.${Buffer.alloc(64).toString('base64url')}`,
    ]) {
      expect(isSignedBy(altered, jwk)).toBe(false);
    }
  });
});

describe('a key', () => {
  test('is usable where it is a point on the curve', () => {
    expect(isUsable(jwk)).toBe(true);
    expect(isUsable({ ...jwk, x: jwk.y, y: jwk.x })).toBe(false);
    expect(isUsable({ ...jwk, x: '', y: '' })).toBe(false);
  });
});
