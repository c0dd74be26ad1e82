/** @import { Problem } from '../shapes.ts' */

/** What happened, and what the customer can do: in words for problems that a customer can meet. */
const WORDS = /** @type {Record<string, string>} */ ({
  'not-found':
    'It is not there, or it concerns policies that are not yours. If the link came in a message, check that it is complete.',
  'consent-state': 'It was decided or ended in the meantime. Load the page again to see how it stands.',
  'permission-not-allowed': 'The company may not ask for this any more, so it cannot be allowed.',
  'objects-widened': 'You can allow at most what was asked for.',
  'idempotency-key-reused': 'It was sent twice. Load the page again to see how it stands.',
  'too-many-requests': 'Too much is being asked at once. Try again in a moment.',
});

/**
 * A problem in one or two sentences. One without a status is a connection that failed.
 *
 * @param {Partial<Problem>} problem
 */
export function explain({ type = '', status, title }) {
  const words = WORDS[type.slice(type.lastIndexOf(':') + 1)];
  if (words !== undefined) return words;
  if (status === undefined)
    return 'There is no connection to your insurer. Check your network and try again.';
  if (status === 401) return 'You have been signed out. Sign in again to go on.';
  if (status >= 500) return 'Something failed on our side. Nothing was changed. Try again in a moment.';
  return title === undefined ? 'It could not be done.' : `${title}.`;
}

/**
 * What support can find it by, or undefined.
 *
 * @param {Partial<Problem>} problem
 */
export function referenceOf({ instance }) {
  return instance?.replace('urn:request:', '');
}
