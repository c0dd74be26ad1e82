/** @import { PiiClass, Receipt } from '../shapes.ts' */
import { day } from './date.js';

/** @type {Record<PiiClass, string>} */
const CLASSES = {
  identity: 'your name and date of birth',
  contact: 'your contact details',
  vehicle: 'details of your vehicle',
  driving: 'how you drive',
  location: 'where you were',
  financial: 'your financial details',
  health: 'injuries and medical details',
};

/** What was being done, where that tells more than what was seen. */
const OCCASIONS = /** @type {Record<string, string>} */ ({
  createConsent: 'when asking for your permission',
  exportCustomer: 'in an export of everything held on you',
  getMySchedule: 'in your policy document',
  getSchedule: 'in your policy document',
  issueChange: 'when changing your policy',
  issuePolicy: 'when your policy was issued',
  quoteChange: 'when pricing a change of your policy',
});

/**
 * What somebody saw of a person, as it follows "saw".
 *
 * @param {Pick<Receipt, 'classes' | 'operationId'>} receipt
 */
export function seen({ classes, operationId }) {
  const what = inOnePhrase(classes.map((name) => CLASSES[name] ?? name));
  const occasion = OCCASIONS[operationId];
  return occasion === undefined ? what : `${what}, ${occasion}`;
}

/**
 * Who it was. `names` are the names of partners, as far as they are known here.
 *
 * @param {Pick<Receipt, 'basis' | 'partnerId'>} receipt
 * @param {ReadonlyMap<string, string>} names
 */
export function viewer({ basis, partnerId }, names) {
  if (basis === 'customer') return 'You';
  if (basis === 'staff') return 'Your insurer’s staff';
  return names.get(partnerId) ?? capitalised(partnerId);
}

/**
 * By what right it was seen.
 *
 * @param {Pick<Receipt, 'basis' | 'purpose'>} receipt
 */
export function ground({ basis, purpose }) {
  switch (basis) {
    case 'consent':
      return purpose === undefined ? 'With your permission' : `With your permission: “${purpose}”`;
    case 'producer':
      return 'As the intermediary through whom you have this policy';
    case 'staff':
      return 'As your insurer';
    case 'customer':
      return 'Signed in as yourself';
  }
}

/**
 * @typedef {object} Day Receipts of one day.
 * @property {string} name in words
 * @property {Receipt[][]} runs what one viewer saw in a row for the same reason, newest first
 */

/**
 * Receipts by day, and in each day in runs, so that ten looks in a row are one line and not ten.
 *
 * @param {readonly Receipt[]} receipts newest first
 * @param {string} [timeZone]
 * @returns {Day[]}
 */
export function byDay(receipts, timeZone) {
  /** @type {Day[]} */
  const days = [];
  for (const receipt of receipts) {
    const name = day(receipt.at, timeZone);
    if (days.at(-1)?.name !== name) days.push({ name, runs: [] });
    const runs = /** @type {Day} */ (days.at(-1)).runs;
    const run = runs.at(-1);
    if (run?.[0] !== undefined && likeness(run[0]) === likeness(receipt)) run.push(receipt);
    else runs.push([receipt]);
  }
  return days;
}

/**
 * What two receipts have in common that are told as one.
 *
 * @param {Receipt} receipt
 */
function likeness({ basis, partnerId, consentId, classes, operationId }) {
  if (basis === 'customer') return basis;
  return JSON.stringify([basis, partnerId, consentId, seen({ classes, operationId })]);
}

/** @param {readonly string[]} phrases */
function inOnePhrase(phrases) {
  const last = phrases.at(-1) ?? 'nothing personal';
  return phrases.length < 2 ? last : `${phrases.slice(0, -1).join(', ')} and ${last}`;
}

/** @param {string} text */
function capitalised(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
