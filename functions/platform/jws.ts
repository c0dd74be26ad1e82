import { createPublicKey, verify } from 'node:crypto';
import { canonicalJson } from './canonical.ts';
import { sha256 } from './hash.ts';

/** The public half of an elliptic key, as RFC 7517 writes it. */
export interface PublicJwk {
  kty: 'EC';
  crv: 'P-256';
  x: string;
  y: string;
}

/** The bytes of a number in a signature of ES256. */
const NUMBER_BYTES = 32;

/** What is signed of a JWS: its header, which names the key and carries it along, and its payload. */
export function signingInput({ kty, crv, x, y }: PublicJwk, payload: object): string {
  const jwk = { kty, crv, x, y };
  return [{ alg: 'ES256', kid: thumbprint(jwk), jwk }, payload]
    .map((part) => Buffer.from(canonicalJson(part)).toString('base64url'))
    .join('.');
}

/** The compact JWS of what was signed and its signature as key services give it, in DER. */
export function compactJws(input: string, signature: Uint8Array): string {
  return `${input}.${joseSignature(signature).toString('base64url')}`;
}

/** The payload of a JWS that the key with this thumbprint has signed; undefined for any other text. */
export function verifiedPayload(jws: string, kid: string): unknown {
  const [header = '', payload = '', signature = '', ...more] = jws.split('.');
  const { alg, jwk } = (parse(header) ?? {}) as { alg?: string; jwk?: PublicJwk };
  // The key in the header proves nothing until it is the one that the reader trusts.
  if (more.length > 0 || alg !== 'ES256' || !jwk || thumbprint(jwk) !== kid) return undefined;
  const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
  const input = Buffer.from(`${header}.${payload}`);
  const bytes = Buffer.from(signature, 'base64url');
  return verify('sha256', input, { key, dsaEncoding: 'ieee-p1363' }, bytes) ? parse(payload) : undefined;
}

/** The thumbprint of a key (RFC 7638), by which it is known wherever it travels. */
export function thumbprint({ kty, crv, x, y }: PublicJwk): string {
  return sha256(canonicalJson({ kty, crv, x, y }));
}

function parse(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString());
  } catch {
    return undefined;
  }
}

/** A signature's two numbers side by side. In DER each has a tag, a length and no more bytes than it needs. */
function joseSignature(der: Uint8Array): Buffer {
  const first = integerAt(der, 2);
  const second = integerAt(der, first.end);
  return Buffer.concat([first.value, second.value].map(padded));
}

function integerAt(der: Uint8Array, start: number): { value: Uint8Array; end: number } {
  const from = start + 2;
  const end = from + (der[start + 1] ?? 0);
  return { value: der.subarray(from, end), end };
}

/** A number in as many bytes as every one has. One that would look negative has a zero before it in DER. */
function padded(value: Uint8Array): Buffer {
  const bytes = Buffer.alloc(NUMBER_BYTES);
  const digits = value.subarray(-NUMBER_BYTES);
  bytes.set(digits, NUMBER_BYTES - digits.length);
  return bytes;
}
