/** @import { Receipt } from '../shapes.ts' */
import { time } from './date.js';
import { element, terms } from './element.js';
import { ground, seen, viewer } from './receipt.js';

/**
 * What one viewer saw in a row, as an entry that opens to its receipts.
 *
 * @param {readonly Receipt[]} run newest first
 * @param {ReadonlyMap<string, string>} names of partners
 */
export function releaseRow(run, names) {
  const [newest] = run;
  const oldest = run.at(-1);
  if (newest === undefined || oldest === undefined) throw new Error('a run has a receipt at least');
  const own = newest.basis === 'customer';
  const what = own ? ' looked at your own data' : ` saw ${seen(newest)}`;
  return element(
    'li',
    { class: `release ${newest.basis}` },
    element(
      'details',
      {},
      element(
        'summary',
        {},
        element('span', { class: 'release-time' }, time(newest.at)),
        element(
          'span',
          { class: 'release-what' },
          element('strong', {}, viewer(newest, names)),
          what,
          run.length > 1 && howOften(run.length, newest, oldest),
        ),
        element('span', { class: 'release-ground' }, ground(newest)),
      ),
      ...run.map(receiptTerms),
    ),
  );
}

/**
 * @param {number} count
 * @param {Receipt} newest
 * @param {Receipt} oldest
 */
function howOften(count, newest, oldest) {
  const since = time(oldest.at);
  return since === time(newest.at) ? `, ${count} times` : `, ${count} times since ${since}`;
}

/** @param {Receipt} receipt */
function receiptTerms({ seq, at, operationId, consentId, hash, prevHash, requestId }) {
  return terms('brief proof', [
    ['Entry', `${seq}, at ${time(at)}`],
    ['Operation', element('code', {}, operationId)],
    consentId === undefined ? undefined : ['Permission', element('code', {}, consentId)],
    ['Request', element('code', {}, requestId)],
    ['Hash', element('code', {}, hash)],
    ['Hash before', element('code', {}, prevHash)],
  ]);
}
