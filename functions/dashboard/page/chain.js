/** @import { Receipt } from '../shapes.ts' */
import { decode, decodeJson, encode } from './base64url.js';
import { digest } from './pkce.js';

/**
 * @typedef {object} Proof What receipts are held to.
 * @property {boolean} toTheFirst whether they are said to go back to the customer's first
 * @property {string | undefined} checkpoint the insurer's signature, a compact JWS, which was read before them
 * @property {string | undefined} keyId the thumbprint of the key that the insurer signs with, if it is known
 */

/**
 * @typedef {object} Finding What a look at some receipts found.
 * @property {'whole' | 'altered' | 'missing' | 'cut-off' | 'not-signed' | 'foreign' | 'unknown'} verdict
 * @property {number} [number] the receipt that is altered, before which one is missing, or from which on all are
 * @property {number} [signedUpTo] the last receipt that the insurer's signature covers
 * @property {string} [signedAt]
 */

/**
 * @typedef {object} Signed What a checkpoint says.
 * @property {string} customerId
 * @property {number} seq
 * @property {string} hash
 * @property {string} at
 */

/**
 * Checks that receipts are as they were written and that none is missing: each has the hash of its content and the hash
 * of the one before, the oldest is the first where it is said to be, and the insurer signed the hash of one of them and
 * of none after them.
 *
 * @param {readonly Receipt[]} receipts newest first, without a gap
 * @param {Proof} proof
 * @returns {Promise<Finding>}
 */
export async function examine(receipts, proof) {
  for (const [index, receipt] of receipts.entries()) {
    if ((await hashOf(receipt)) !== receipt.hash) return { verdict: 'altered', number: receipt.seq };
    const before = receipts[index + 1];
    if (before !== undefined && (before.seq !== receipt.seq - 1 || before.hash !== receipt.prevHash)) {
      return { verdict: 'missing', number: receipt.seq };
    }
  }
  const oldest = receipts.at(-1)?.seq ?? 1;
  if (proof.toTheFirst && oldest !== 1) return { verdict: 'missing', number: oldest };
  return examineSignature(receipts, proof);
}

/**
 * @param {readonly Receipt[]} receipts
 * @param {Proof} proof
 * @returns {Promise<Finding>}
 */
async function examineSignature(receipts, { checkpoint, keyId }) {
  if (checkpoint === undefined) return { verdict: 'not-signed' };
  if (keyId === undefined) return { verdict: 'unknown' };
  const signed = await openCheckpoint(checkpoint, keyId).catch(() => undefined);
  if (signed === undefined || receipts.some(({ customerId }) => customerId !== signed.customerId)) {
    return { verdict: 'foreign' };
  }
  return holdTo(signed, receipts);
}

/**
 * @param {Signed} signed
 * @param {readonly Receipt[]} receipts
 * @returns {Finding}
 */
function holdTo(signed, receipts) {
  const newest = receipts[0]?.seq ?? 0;
  if (signed.seq > newest) return { verdict: 'cut-off', number: newest + 1, signedUpTo: signed.seq };
  const last = receipts.find(({ seq }) => seq === signed.seq);
  if (last === undefined) return { verdict: 'not-signed' };
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
 * What a checkpoint says, if its signature is good: ES256 under the key in its header, which has to be the one with
 * this thumbprint (RFC 7638). Throws where it is none.
 *
 * @param {string} checkpoint
 * @param {string} keyId
 * @returns {Promise<Signed | undefined>}
 */
async function openCheckpoint(checkpoint, keyId) {
  const [header = '', payload = '', signature = ''] = checkpoint.split('.');
  const { alg, jwk } = decodeJson(header);
  const { kty, crv, x, y } = jwk;
  if (alg !== 'ES256' || encode(await digest(canonicalJson({ kty, crv, x, y }))) !== keyId) return undefined;
  const curve = { name: 'ECDSA', namedCurve: 'P-256' };
  const key = await crypto.subtle.importKey('jwk', { kty, crv, x, y }, curve, false, ['verify']);
  const good = await crypto.subtle.verify(
    { name: 'ECDSA', hash: 'SHA-256' },
    key,
    decode(signature),
    new TextEncoder().encode(`${header}.${payload}`),
  );
  return good ? decodeJson(payload) : undefined;
}
