import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimedDevice, readDeviceToken } from './token.ts';

const DEVICE = 'dev_01KAS2M4N6P8Q0R2S4T6V8W0X2';
const OTHER = 'dev_01KAS2M4N6P8Q0R2S4T6V8W0X3';
const NOW = 1_800_000_000;

const encoded = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');

/** A token that reads well but for what is said instead; its signature is nobody's, and not looked at here. */
function token(claims: object = {}, header: object = {}): string {
  const payload = {
    ...{ iss: DEVICE, sub: DEVICE, aud: 'urn:partner-api:telemetry', iat: NOW - 10, exp: NOW + 290 },
    ...claims,
  };
  return [encoded({ alg: 'ES256', kid: DEVICE, ...header }), encoded(payload), 'c2ln'].join('.');
}

describe('a device’s token', () => {
  it('says whose it is and until when', () => {
    const said = { deviceId: DEVICE, expiresAt: NOW + 290 };
    expect(readDeviceToken(token(), NOW)).toEqual(said);
    expect(readDeviceToken(token({ jti: 'any', nbf: NOW - 10 }, { typ: 'JWT' }), NOW)).toEqual(said);
  });

  it.each<[what: string, claims: object, header?: object]>([
    ['no algorithm', {}, { alg: undefined }],
    ['the algorithm none', {}, { alg: 'none' }],
    ['a symmetric algorithm', {}, { alg: 'HS256' }],
    ['another curve', {}, { alg: 'ES384' }],
    ['no key', {}, { kid: undefined }],
    ['a key that is no text', {}, { kid: [DEVICE] }],
    ['a key that is no device', {}, { kid: 'dev_1' }],
    ['a key with more to it', {}, { kid: `${DEVICE}\n` }],
    ['a path in its key', {}, { kid: `../${DEVICE}` }],
    ['another type', {}, { typ: 'at+jwt' }],
    ['a key of its own', {}, { jwk: { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' } }],
    ['the address of a key', {}, { jku: 'https://keys.example' }],
    ['the address of a certificate', {}, { x5u: 'https://keys.example' }],
    ['a certificate', {}, { x5c: ['MII='] }],
    ['what must be understood', {}, { crit: ['b64'], b64: false }],
    ['another issuer', { iss: OTHER }],
    ['no issuer', { iss: undefined }],
    ['another subject', { sub: OTHER }],
    ['no subject', { sub: undefined }],
    ['another audience', { aud: 'urn:partner-api' }],
    ['several audiences', { aud: ['urn:partner-api:telemetry', 'urn:other'] }],
    ['no audience', { aud: undefined }],
    ['no beginning', { iat: undefined }],
    ['no end', { exp: undefined }],
    ['an end that is a text', { exp: String(NOW + 290) }],
    ['a beginning that is no number', { iat: null }],
    ['a validity that is no number', { nbf: 'now' }],
    ['an end before its beginning', { iat: NOW, exp: NOW - 1 }],
    ['an end at its beginning', { iat: NOW, exp: NOW }],
    ['more than ten minutes to live', { iat: NOW, exp: NOW + 601 }],
    ['centuries to live', { iat: NOW, exp: 1e300 }],
    ['a beginning beyond the grace', { iat: NOW + 121, exp: NOW + 300 }],
    ['a validity beyond the grace', { nbf: NOW + 121 }],
    ['an end beyond the grace', { iat: NOW - 420, exp: NOW - 120 }],
  ])('is none with %s', (_what, claims, header) => {
    expect(readDeviceToken(token(claims, header), NOW)).toBeUndefined();
  });

  it.each<[what: string, claims: object]>([
    ['ten minutes to live', { iat: NOW, exp: NOW + 600 }],
    ['a clock that is 120 s ahead', { iat: NOW + 120, exp: NOW + 720 }],
    ['a clock that is almost 120 s behind its end', { iat: NOW - 419, exp: NOW - 119 }],
    ['fractions of seconds', { iat: NOW - 0.5, exp: NOW + 299.5 }],
  ])('holds with %s', (_what, claims) => {
    expect(readDeviceToken(token(claims), NOW)).toBeDefined();
  });
});

describe('what is no token', () => {
  it.each([
    '',
    '.',
    '..',
    '...',
    'a.b.c',
    `${token()}.`,
    `${token()}.c2ln`,
    token().slice(0, token().lastIndexOf('.')),
  ])('%j', (text) => {
    expect(readDeviceToken(text, NOW)).toBeUndefined();
  });

  it.each([null, 7, 'text', []])('a payload of %j', (payload) => {
    const text = [encoded({ alg: 'ES256', kid: DEVICE }), encoded(payload), 'c2ln'].join('.');
    expect(readDeviceToken(text, NOW)).toBeUndefined();
  });

  it('is read without a fault, whatever it is', () => {
    fc.assert(
      fc.property(fc.json(), fc.json(), fc.string(), (header, payload, rest) => {
        const parts = [header, payload].map((part) => Buffer.from(part).toString('base64url'));
        expect(readDeviceToken([...parts, rest].join('.'), NOW)).toBeUndefined();
        expect(claimedDevice([...parts, rest].join('.'))).toBeUndefined();
      }),
    );
  });
});

describe('who claims to be a device', () => {
  it('is whoever names one as the signer, whether it holds or not', () => {
    expect(claimedDevice(token())).toBe(DEVICE);
    expect(claimedDevice(token({}, { alg: 'none' }))).toBe(DEVICE);
    expect(claimedDevice(token({}, { kid: 'dev_' }))).toBe('dev_');
  });

  it.each([{ kid: 'a-key-of-the-issuer' }, { kid: undefined }, { kid: 7 }])('is not %j', (header) => {
    expect(claimedDevice(token({}, header))).toBeUndefined();
  });
});
