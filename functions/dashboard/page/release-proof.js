/** @import { Receipt } from '../shapes.ts' */
/** @import { Finding } from './chain.js' */
import { examine } from './chain.js';
import { counted, moment } from './date.js';
import { button, element } from './element.js';

/**
 * Lets the customer check that the entries shown are as they were written and that none between them is missing,
 * and take them away together with the insurer's signature.
 *
 * @param {readonly Receipt[]} receipts newest first
 * @param {string | undefined} checkpoint
 * @param {(what: string) => void} announce
 */
export function releaseProof(receipts, checkpoint, announce) {
  const result = element('p', { class: 'result' });
  const check = async () => {
    const finding = await examine(receipts, checkpoint);
    result.textContent = words(finding, receipts.length);
    result.className = `result ${finding.verdict}`;
    announce(result.textContent);
  };
  return element(
    'details',
    { class: 'check' },
    element('summary', { class: 'aside' }, 'Is this list complete?'),
    element(
      'p',
      {},
      'Each entry carries the fingerprint of the one before, and your insurer signs the newest at intervals. An entry that is altered or taken out breaks the chain.',
    ),
    element(
      'div',
      { class: 'actions' },
      button({ class: 'secondary', onclick: check }, 'Check the entries shown'),
      button({ class: 'secondary', onclick: () => save(receipts, checkpoint) }, 'Save them with their proof'),
    ),
    result,
    checkpoint !== undefined &&
      element(
        'details',
        {},
        element('summary', { class: 'aside' }, 'The signature'),
        element('code', { class: 'signature' }, checkpoint),
      ),
  );
}

/**
 * @param {Finding} finding
 * @param {number} count
 */
function words({ verdict, number, signedUpTo, signedAt }, count) {
  const checked = counted(count, 'entry', 'entries');
  switch (verdict) {
    case 'altered':
      return `Entry ${number} is not as it was written. Tell your insurer, and save the list.`;
    case 'missing':
      return `Something is missing before entry ${number}. Tell your insurer, and save the list.`;
    case 'not-signed':
      return `${checked} checked: unbroken. A signature of your insurer for them is not there yet.`;
    case 'whole':
      return `${checked} checked: unbroken, and signed by your insurer up to entry ${signedUpTo}${
        signedAt === undefined ? '' : ` on ${moment(signedAt)}`
      }.`;
  }
}

/**
 * @param {readonly Receipt[]} receipts
 * @param {string | undefined} checkpoint
 */
function save(receipts, checkpoint) {
  const copy = JSON.stringify({ receipts, checkpoint }, null, 2);
  const url = URL.createObjectURL(new Blob([copy], { type: 'application/json' }));
  element('a', { href: url, download: 'who-saw-my-data.json' }).click();
  URL.revokeObjectURL(url);
}
