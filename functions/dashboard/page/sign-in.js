/** @import { RequestLink } from './request-link.js' */
/** @import { Settings } from './settings.js' */
import { challengeOf, unguessable } from './pkce.js';

/**
 * @typedef {object} Pending A sign-in that is under way: what it must come back with, and to what.
 * @property {string} state
 * @property {string} nonce
 * @property {string} verifier
 * @property {RequestLink} [link] by which the customer came
 */

/** Where a sign-in waits while the customer is at the issuer; forgotten with the tab, and when it comes back. */
const PENDING = 'sign-in';

/**
 * Sends the customer to the issuer to sign in.
 *
 * @param {Settings} settings
 * @param {RequestLink | undefined} link what to come back to
 */
export async function startSignIn(settings, link) {
  /** @type {Pending} */
  const pending = {
    state: unguessable(),
    nonce: unguessable(),
    verifier: unguessable(),
    ...(link !== undefined && { link }),
  };
  sessionStorage.setItem(PENDING, JSON.stringify(pending));
  const url = authorizationUrl(settings, pending, await challengeOf(pending.verifier));
  location.assign(url);
}

/**
 * The sign-in that is under way in this tab. It is there to be taken once.
 *
 * @returns {Pending | undefined}
 */
export function takePending() {
  const kept = sessionStorage.getItem(PENDING);
  sessionStorage.removeItem(PENDING);
  return kept === null ? undefined : JSON.parse(kept);
}

/**
 * Where the issuer is asked to have somebody sign in.
 *
 * @param {Settings} settings
 * @param {Pick<Pending, 'state' | 'nonce'>} pending
 * @param {string} challenge
 */
export function authorizationUrl(
  { authorizeUrl, clientId, dashboardUrl, customerScope },
  pending,
  challenge,
) {
  const url = new URL(authorizeUrl);
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: dashboardUrl,
    scope: `openid ${customerScope}`,
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  }).toString();
  return url.href;
}
