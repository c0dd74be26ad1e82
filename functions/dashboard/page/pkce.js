import { encode } from './base64url.js';

/** Text that nobody can guess: 256 bits in base64url. */
export function unguessable() {
  return encode(crypto.getRandomValues(new Uint8Array(32)));
}

/**
 * What a sign-in shows of its verifier beforehand (RFC 7636, S256), so that a code is worth nothing to whoever
 * intercepts it.
 *
 * @param {string} verifier
 */
export async function challengeOf(verifier) {
  return encode(await digest(verifier));
}

/**
 * SHA-256 of a text.
 *
 * @param {string} text
 */
export async function digest(text) {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
}
