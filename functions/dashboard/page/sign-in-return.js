/** @import { Settings } from './settings.js' */
/** @import { Pending } from './sign-in.js' */
import { decodeJson } from './base64url.js';

/** @typedef {'cancelled' | 'not-ours' | 'refused'} SignInFailure */

/**
 * @typedef {object} SignedIn
 * @property {string} token the access token, which is kept in memory and nowhere else
 * @property {string} [email] as whom the issuer knows the customer
 */

/**
 * What the address says of a sign-in: none came back, one with its code, or why there is none. One that was not
 * begun in this tab is refused: somebody may want the customer to answer as somebody else.
 *
 * @param {URLSearchParams} query
 * @param {Pending | undefined} pending
 * @returns {{ code: string, pending: Pending } | { failure: SignInFailure } | undefined}
 */
export function readReturn(query, pending) {
  const [code, error, state] = ['code', 'error', 'state'].map((name) => query.get(name));
  if (code === null && error === null) return undefined;
  if (pending === undefined || state !== pending.state) return { failure: 'not-ours' };
  if (code) return { code, pending };
  return { failure: error === 'access_denied' ? 'cancelled' : 'refused' };
}

/**
 * Exchanges the code for the token, once.
 *
 * @param {Settings} settings
 * @param {Pending} pending
 * @param {string} code
 * @returns {Promise<SignedIn | { failure: SignInFailure }>}
 */
export async function redeem({ tokenUrl, clientId, dashboardUrl }, pending, code) {
  const answer = await fetch(tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: clientId,
      redirect_uri: dashboardUrl,
      code,
      code_verifier: pending.verifier,
    }),
  }).catch(() => undefined);
  if (!answer?.ok) return { failure: 'refused' };
  const { access_token: token, id_token: idToken } = await answer.json();
  if (idToken === undefined) return { token };
  // The identity token came straight from the issuer, over TLS: its signature need not be asked for.
  const claims = decodeJson(idToken.split('.')[1]);
  if (claims.nonce !== pending.nonce) return { failure: 'not-ours' };
  return { token, ...(typeof claims.email === 'string' && { email: claims.email }) };
}
