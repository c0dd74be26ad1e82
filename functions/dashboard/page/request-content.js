/** @import { MyConsent } from '../shapes.ts' */
import { day, moment } from './date.js';
import { element, terms } from './element.js';

/** Names that are not words already. */
const NAMES = /** @type {Record<string, string>} */ ({
  vin: 'Vehicle number',
  plate: 'Number plate',
  powerKw: 'Power in kW',
  use: 'Used',
  fleet: 'Part of a fleet',
  effectiveDate: 'From',
  line1: 'Street',
  line2: 'Addition',
  bonusMalusLevel: 'Bonus-malus level',
  occurredAt: 'When',
  description: 'What happened',
  place: 'Where',
  authorityReport: 'Report of the authorities',
  persons: 'People',
});

/**
 * What exactly a permission for one occasion is for, as a row of facts; none for any other.
 *
 * @param {Pick<MyConsent, 'change' | 'claimNotification'>} consent
 * @returns {[term: string, content: Node][]}
 */
export function requestContent({ change, claimNotification }) {
  if (change !== undefined) {
    return [['The change', part({ effectiveDate: change.effectiveDate, ...change.change })]];
  }
  return claimNotification === undefined ? [] : [['The report', part(claimNotification)]];
}

/**
 * An object as a list of terms, its parts within it likewise. What names an object of the house is left out: it tells
 * a person nothing.
 *
 * @param {object} content
 * @returns {HTMLElement}
 */
function part(content) {
  const entries = Object.entries(content).filter(([name]) => !name.endsWith('Id'));
  return terms(
    'content',
    entries.map(([name, value]) => [nameInWords(name), inWords(value)]),
  );
}

/**
 * @param {unknown} value
 * @returns {Node | string}
 */
function inWords(value) {
  if (Array.isArray(value))
    return element('ul', {}, ...value.map((item) => element('li', {}, inWords(item))));
  if (typeof value !== 'object' || value === null) return valueInWords(value);
  if ('amount' in value && 'currency' in value) return amount(Number(value.amount), `${value.currency}`);
  return part(value);
}

/**
 * A single value as a person writes it: `1 January 2027`, `yes`.
 *
 * @param {unknown} value
 */
export function valueInWords(value) {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const text = String(value);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return day(text, 'UTC');
  return /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text) ? moment(text) : text;
}

/**
 * @param {number} value
 * @param {string} currency
 */
function amount(value, currency) {
  return new Intl.NumberFormat('en-GB', { style: 'currency', currency }).format(value);
}

/**
 * A property's name as words: `First registered`.
 *
 * @param {string} name
 */
export function nameInWords(name) {
  const known = Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
  if (known !== undefined) return known;
  const words = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
