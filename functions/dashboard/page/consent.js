/** @import { ConsentStatus, MyConsent } from '../shapes.ts' */
import { day } from './date.js';

/** @typedef {'waiting' | 'active' | 'paused' | 'ended'} Standing Where a consent stands, as a customer sees it. */

/** @type {Record<ConsentStatus, Standing>} */
const STANDINGS = {
  AWAITING_AUTHORISATION: 'waiting',
  AUTHORISED: 'active',
  SUSPENDED: 'paused',
  REJECTED: 'ended',
  REVOKED: 'ended',
  EXPIRED: 'ended',
  CONSUMED: 'ended',
};

/**
 * Where a consent stands. One whose time ran out while the page was open has ended, whatever was loaded.
 *
 * @param {Pick<MyConsent, 'status' | 'authoriseBy' | 'expiresAt'>} consent
 * @param {Date} now
 * @returns {Standing}
 */
export function standingOf({ status, authoriseBy, expiresAt }, now) {
  const standing = STANDINGS[status];
  if (standing === 'ended') return 'ended';
  const until = standing === 'waiting' ? authoriseBy : expiresAt;
  return Date.parse(until) <= now.getTime() ? 'ended' : standing;
}

/**
 * Consents by where they stand, in the order given.
 *
 * @param {readonly MyConsent[]} consents
 * @param {Date} now
 * @returns {Record<Standing, MyConsent[]>}
 */
export function byStanding(consents, now) {
  /** @type {Record<Standing, MyConsent[]>} */
  const groups = { waiting: [], active: [], paused: [], ended: [] };
  for (const consent of consents) groups[standingOf(consent, now)].push(consent);
  return groups;
}

/**
 * Whether a consent that has ended can be given again on its terms: it was in force once, and was not for one
 * occasion only.
 *
 * @param {Pick<MyConsent, 'status' | 'oneShot' | 'authorisedAt'>} consent
 */
export function canBeGivenAgain({ status, oneShot, authorisedAt }) {
  return (status === 'REVOKED' || status === 'EXPIRED') && !oneShot && authorisedAt !== undefined;
}

/**
 * How a consent ended, in one sentence.
 *
 * @param {Pick<MyConsent, 'status' | 'partner' | 'end' | 'expiresAt' | 'authorisedAt'>} consent
 * @param {string} [timeZone]
 */
export function endingOf({ status, partner, end, expiresAt, authorisedAt }, timeZone) {
  const on = `on ${day(end?.at ?? expiresAt, timeZone)}`;
  switch (status) {
    case 'REJECTED':
      return `You refused it ${on}.`;
    case 'CONSUMED':
      return `It was used ${on}, once, as agreed.`;
    case 'REVOKED':
      return `${REVOKERS[end?.by ?? 'USER'](partner.name)} ${on}.`;
    default:
      return authorisedAt === undefined ? 'The request was not answered in time.' : `It ran out ${on}.`;
  }
}

/** @type {Record<'USER' | 'INSURER' | 'PARTNER', (partner: string) => string>} */
const REVOKERS = {
  USER: () => 'You withdrew it',
  INSURER: () => 'Your insurer ended it',
  PARTNER: (partner) => `${partner} gave it back`,
};

/**
 * How much of a consent's life is over, from 0 to 1.
 *
 * @param {Pick<MyConsent, 'createdAt' | 'authorisedAt' | 'expiresAt'>} consent
 * @param {Date} now
 */
export function spentShare({ createdAt, authorisedAt = createdAt, expiresAt }, now) {
  const from = Date.parse(authorisedAt);
  const life = Date.parse(expiresAt) - from;
  return life <= 0 ? 1 : Math.min(1, Math.max(0, (now.getTime() - from) / life));
}
