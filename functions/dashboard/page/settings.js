/**
 * @typedef {object} Settings What the deployment says of itself.
 * @property {string} dashboardUrl where the page is, and where the sign-in comes back to
 * @property {string} clientId
 * @property {string} authorizeUrl
 * @property {string} tokenUrl
 * @property {string} [logoutUrl] where the issuer forgets who signed in, if it has such a place
 * @property {string} customerScope
 * @property {string} [insurer] the insurer's name
 * @property {string} [checkpointKeyId] the thumbprint of the key that the insurer signs checkpoints with
 */

/**
 * Reads what the function says of the deployment. Throws where it cannot be had.
 *
 * @returns {Promise<Settings>}
 */
export async function loadSettings() {
  const answer = await fetch(new URL('config.json', import.meta.url));
  if (!answer.ok) throw new Error('The page has no settings');
  return answer.json();
}
