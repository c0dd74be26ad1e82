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

/** Header, payload and signature. */
const PARTS = 3;

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
  const { header, payload } = readJws(jws) ?? {};
  const { alg, jwk } = (header ?? {}) as { alg?: string; jwk?: PublicJwk };
  // The key in the header proves nothing until it is the one that the reader trusts.
  if (alg !== 'ES256' || !jwk || thumbprint(jwk) !== kid) return undefined;
  return isSignedBy(jws, jwk) ? payload : undefined;
}

/** What a compact JWS says, which nobody has verified yet; undefined for any other text. */
export function readJws(jws: string): { header: object; payload: object } | undefined {
  const [first = '', second = '', ...others] = jws.split('.', PARTS + 1);
  if (others.length !== 1) return undefined;
  const [header, payload] = [parse(first), parse(second)];
  return isObject(header) && isObject(payload) ? { header, payload } : undefined;
}

/** Whether a key has signed a compact JWS by ES256, whatever its header says of that. */
export function isSignedBy(jws: string, { kty, crv, x, y }: PublicJwk): boolean {
  const key = createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' });
  const end = jws.lastIndexOf('.');
  const signature = Buffer.from(jws.slice(end + 1), 'base64url');
  return verify('sha256', Buffer.from(jws.slice(0, end)), { key, dsaEncoding: 'ieee-p1363' }, signature);
}

/** Whether a key can verify anything: its numbers are those of a point on the curve. */
export function isUsable({ kty, crv, x, y }: PublicJwk): boolean {
  try {
    createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' });
    return true;
  } catch {
    return false;
  }
}

/** The thumbprint of a key (RFC 7638), by which it is known wherever it travels. */
export function thumbprint({ kty, crv, x, y }: PublicJwk): string {
  return sha256(canonicalJson({ kty, crv, x, y }));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
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
