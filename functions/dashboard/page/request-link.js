/**
 * @typedef {object} RequestLink What the link of a request says, which its partner gave the customer.
 * @property {string} consentId
 * @property {string} [state] by which the partner knows the customer again who comes back; nobody else keeps it
 */

const CONSENT_ID = /^con_[0-9A-Z]{26}$/;
const STATE = /^[A-Za-z0-9._~=+/-]{1,512}$/;

/**
 * The link that an address was made from; undefined where it names no request. A state that can be none is left out.
 *
 * @param {URLSearchParams} query
 * @returns {RequestLink | undefined}
 */
export function readRequestLink(query) {
  const [consentId = '', state = ''] = [query.get('consent') ?? '', query.get('state') ?? ''];
  if (!CONSENT_ID.test(consentId)) return undefined;
  return { consentId, ...(STATE.test(state) && { state }) };
}

/**
 * The query of a link, as it was followed.
 *
 * @param {RequestLink} link
 */
export function queryOf({ consentId, state }) {
  return new URLSearchParams({ consent: consentId, ...(state !== undefined && { state }) });
}
