/** @import { Receipt } from '../shapes.ts' */
/** @import { Finding, Proof } from './chain.js' */
import { examine } from './chain.js';
import { counted, moment } from './date.js';
import { button, element } from './element.js';

/**
 * Lets the customer check that the entries shown are as they were written and that none between them is missing,
 * and take them away together with the insurer's signature.
 *
 * @param {readonly Receipt[]} receipts newest first
 * @param {Proof} proof
 * @param {(what: string) => void} announce
 */
export function releaseProof(receipts, proof, announce) {
  const { checkpoint, toTheFirst } = proof;
  const result = element('p', { class: 'result' });
  const check = async () => {
    const finding = await examine(receipts, proof);
    const earlier = toTheFirst ? '' : ' Earlier entries are not shown yet, and not checked.';
    result.textContent = `${words(finding, receipts.length)}${earlier}`;
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
      'Each entry carries the fingerprint of the one before, and your insurer signs the newest at intervals. An entry that is altered or taken out breaks the chain or the signature.',
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
    case 'cut-off':
      return `Everything from entry ${number} on is missing, although your insurer signed up to entry ${signedUpTo}. Tell your insurer, and save the list.`;
    case 'foreign':
      return `${checked} checked: unbroken. The signature that came with them is not your insurer’s for your data. Tell your insurer, and save the list.`;
    case 'unknown':
      return `${checked} checked: unbroken. Whether the signature is your insurer’s cannot be checked now. Load the page again later to check it.`;
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
