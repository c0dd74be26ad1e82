/**
 * Bytes as text that may stand in an address.
 *
 * @param {Uint8Array} bytes
 */
export function encode(bytes) {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/**
 * The bytes that such a text stands for. Throws where it is none.
 *
 * @param {string} text
 */
export function decode(text) {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/**
 * The JSON that such a text stands for. Throws where it is none.
 *
 * @param {string} text
 */
export function decodeJson(text) {
  return JSON.parse(new TextDecoder().decode(decode(text)));
}
