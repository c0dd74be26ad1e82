/** @import { MyConsent, Permission } from '../shapes.ts' */

/**
 * @typedef {object} Meaning What a permission is, said to the person who gives it.
 * @property {string} name as it stands in a list
 * @property {string} explanation one sentence
 * @property {boolean} [sensitive] deserves a second look
 */

/** @type {Record<Permission, Meaning>} */
const MEANINGS = {
  POLICY_READ: {
    name: 'Your policy',
    explanation: 'What is insured and how, since when, at what price, and every change made to it.',
  },
  CLAIM_READ: {
    name: 'Your claims',
    explanation: 'What happened, how far the claim is, and what was paid.',
  },
  CLAIM_NOTIFY: {
    name: 'Reporting one claim for you',
    explanation: 'Exactly the one shown here, once.',
  },
  POLICY_CHANGE: {
    name: 'Making one change to your policy',
    explanation: 'Exactly the one shown here, once.',
  },
  TELEMATICS_COLLECT: {
    name: 'Recording how you drive',
    explanation: 'A device or an app sends where, when and how the vehicle is driven.',
    sensitive: true,
  },
  TELEMATICS_TRIPS_READ: {
    name: 'Your trips',
    explanation:
      'Each trip: when, how far, how long and how fast you drove, how much of it at night, every hard braking or too fast stretch, its score, and whether you dispute it. Not the places.',
  },
  TELEMATICS_SCORE_READ: {
    name: 'Your driving score',
    explanation:
      'One figure for how you drive, by which days and how many trips, what cost you points, how many kilometres you drive, and what that did to a price.',
  },
  IDENTITY_READ: {
    name: 'Your name and date of birth',
    explanation:
      'In full, wherever they appear in what is shared. In claims also the number of a police report. Never the names of others.',
  },
  CONTACT_READ: {
    name: 'Your contact details',
    explanation: 'Address with town, postcode and country, e-mail and telephone number, in full.',
  },
  VEHICLE_READ: {
    name: 'Your vehicle in full',
    explanation:
      'Number plate and vehicle number, value, power, fuel, first registration, private or work use, and whether it belongs to a fleet.',
  },
  LOCATION_READ: {
    name: 'The places you drove to',
    explanation: 'The positions of your trips on the map, and the places where claims happened.',
    sensitive: true,
  },
  FINANCIAL_READ: {
    name: 'Your financial details',
    explanation:
      'The accounts that money is paid to or from, in full; the estimated amounts of claims, and how they were settled.',
    sensitive: true,
  },
  HEALTH_READ: {
    name: 'Injuries and medical details',
    explanation:
      'What happened as your claims describe it, your injuries, and the files of claims that nobody else has to do with.',
    sensitive: true,
  },
};

/** What is seen in part only, unless its permission is given. */
const IN_PART = /** @type {const} */ ([
  ['IDENTITY_READ', 'your name (initials only) and date of birth (year only)'],
  ['CONTACT_READ', 'your address, e-mail and telephone number'],
  ['VEHICLE_READ', 'your vehicle (parts of its plate and number only)'],
]);

/** What is permitted for one occasion, and is done once. */
const DONE_ONCE = new Set(['POLICY_CHANGE', 'CLAIM_NOTIFY']);

/** Permissions to read something in which people or vehicles are named. */
const SHOWING = new Set(['POLICY_READ', 'CLAIM_READ']);

/**
 * What a permission means. One that this page does not know yet is shown by its own name rather than left out.
 *
 * @param {string} permission
 * @returns {Meaning}
 */
export function meaningOf(permission) {
  if (Object.hasOwn(MEANINGS, permission)) return MEANINGS[/** @type {Permission} */ (permission)];
  const name = permission.toLowerCase().replaceAll('_', ' ');
  return { name, explanation: 'Ask the company what this covers before you allow it.', sensitive: true };
}

/**
 * What stays masked under some permissions, as a list of phrases; empty where nothing is shown at all.
 *
 * @param {readonly string[]} permissions
 * @returns {string[]}
 */
export function masked(permissions) {
  if (!permissions.some((permission) => SHOWING.has(permission))) return [];
  return IN_PART.filter(([permission]) => !permissions.includes(permission)).map(([, phrase]) => phrase);
}

/**
 * What somebody who asks for these permissions wants to do, as it follows "asks to".
 *
 * @param {readonly string[]} permissions
 */
export function wish(permissions) {
  if (permissions.includes('POLICY_CHANGE')) return 'change your policy, once';
  if (permissions.includes('CLAIM_NOTIFY')) return 'report a claim for you, once';
  if (permissions.includes('TELEMATICS_COLLECT')) return 'record how you drive';
  return 'see some of your insurance data';
}

/**
 * What a permission for one occasion opens besides, for as long as it is not used, as a sentence; undefined where that
 * is nothing, or it is not for one occasion.
 *
 * @param {Pick<MyConsent, 'oneShot' | 'permissions' | 'partner'>} consent
 */
export function openUntilUsed({ oneShot, permissions, partner }) {
  const open = permissions.filter((permission) => !DONE_ONCE.has(permission));
  if (!oneShot || open.length === 0) return undefined;
  return `Until it is used or ends, this is open to ${partner.name} as well, as often as it likes: ${inOnePhrase(open)}.`;
}

/**
 * The names of some permissions in one phrase: `your policy, your name and date of birth`.
 *
 * @param {readonly string[]} permissions
 */
export function inOnePhrase(permissions) {
  return permissions.map((permission) => lowerFirst(meaningOf(permission).name)).join(', ');
}

/** @param {string} text */
function lowerFirst(text) {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
