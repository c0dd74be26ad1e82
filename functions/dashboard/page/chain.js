/** @import { Receipt } from '../shapes.ts' */
import { decode, decodeJson, encode } from './base64url.js';
import { digest } from './pkce.js';

/**
 * @typedef {object} Finding What a look at some receipts found.
 * @property {'whole' | 'altered' | 'missing' | 'not-signed'} verdict
 * @property {number} [number] the receipt that is altered, or before which one is missing
 * @property {number} [signedUpTo] the last receipt that the insurer's signature covers
 * @property {string} [signedAt]
 */

/**
 * Checks that receipts are as they were written and that none between them is missing: each has the hash of its
 * content and the hash of the one before, and the insurer signed the hash of one of them.
 *
 * @param {readonly Receipt[]} receipts newest first, without a gap
 * @param {string | undefined} checkpoint the insurer's signature, a compact JWS
 * @returns {Promise<Finding>}
 */
export async function examine(receipts, checkpoint) {
  for (const [index, receipt] of receipts.entries()) {
    if ((await hashOf(receipt)) !== receipt.hash) return { verdict: 'altered', number: receipt.seq };
    const before = receipts[index + 1];
    if (before !== undefined && (before.seq !== receipt.seq - 1 || before.hash !== receipt.prevHash)) {
      return { verdict: 'missing', number: receipt.seq };
    }
  }
  return signedUpTo(receipts, checkpoint);
}

/**
 * @param {readonly Receipt[]} receipts
 * @param {string | undefined} checkpoint
 * @returns {Promise<Finding>}
 */
async function signedUpTo(receipts, checkpoint) {
  const signed = checkpoint === undefined ? undefined : await openCheckpoint(checkpoint);
  const last = receipts.find(({ seq }) => seq === signed?.seq);
  if (signed === undefined || last === undefined) return { verdict: 'not-signed' };
  if (last.hash !== signed.hash) return { verdict: 'altered', number: last.seq };
  return { verdict: 'whole', signedUpTo: signed.seq, signedAt: signed.at };
}

/**
 * The hash of a receipt: SHA-256 in base64url over all of it but the hash, as JSON with sorted keys.
 *
 * @param {Receipt} receipt
 */
export async function hashOf({ hash: _hash, ...content }) {
  return encode(await digest(canonicalJson(content)));
}

/**
 * JSON with sorted keys.
 *
 * @param {unknown} value
 */
export function canonicalJson(value) {
  return JSON.stringify(value, (_key, inner) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/**
 * What a checkpoint says, if its signature is good: ES256 under the key in its header.
 *
 * @param {string} checkpoint
 * @returns {Promise<{ seq: number, hash: string, at: string } | undefined>}
 */
async function openCheckpoint(checkpoint) {
  const [header = '', payload = '', signature = ''] = checkpoint.split('.');
  const { jwk, alg } = decodeJson(header);
  if (alg !== 'ES256' || jwk === undefined) return undefined;
  const curve = { name: 'ECDSA', namedCurve: 'P-256' };
  const { kty, crv, x, y } = jwk;
  const key = await crypto.subtle.importKey('jwk', { kty, crv, x, y }, curve, false, ['verify']);
  const good = await crypto.subtle.verify(
    { name: 'ECDSA', hash: 'SHA-256' },
    key,
    decode(signature),
    new TextEncoder().encode(`${header}.${payload}`),
  );
  return good ? decodeJson(payload) : undefined;
}
