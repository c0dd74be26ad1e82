/** @import { MyConsent, Policy } from '../shapes.ts' */
/** @import { Deed } from './consent-deed.js' */

import { endingOf, spentShare, standingOf } from './consent.js';
import { deedsOn, periodOf } from './consent-deed.js';
import { day, moment } from './date.js';
import { button, element, terms } from './element.js';
import { inOnePhrase, masked, openUntilUsed } from './permission.js';
import { policiesInWords } from './policy.js';

const TAGS = { waiting: 'Waiting for you', active: 'Active', paused: 'Paused', ended: 'Ended' };

/**
 * A consent in the overview: who sees what, what for, until when, and what can be done about it.
 *
 * @param {object} given
 * @param {MyConsent} given.consent
 * @param {readonly Policy[]} given.policies
 * @param {Date} given.now
 * @param {(deed: Deed, card: HTMLElement) => void} given.onDeed
 * @param {() => void} given.onAnswer the request is to be answered
 */
export function consentCard({ consent, policies, now, onDeed, onAnswer }) {
  const standing = standingOf(consent, now);
  const heading = `consent-${consent.consentId}`;
  const deeds = deedsOn(consent, now).map((deed) =>
    button({ class: deed.look, 'aria-describedby': heading, onclick: () => onDeed(deed, card) }, deed.name),
  );
  if (standing === 'waiting') {
    deeds.push(
      button({ class: 'primary', 'aria-describedby': heading, onclick: onAnswer }, 'Answer the request'),
    );
  }
  const card = element(
    'article',
    { class: `card ${standing}`, 'aria-labelledby': heading, 'data-consent': consent.consentId },
    element(
      'header',
      {},
      element('h3', { id: heading }, consent.partner.name),
      element('span', { class: `tag ${standing}` }, TAGS[standing]),
    ),
    element('p', { class: 'purpose' }, element('q', {}, consent.purpose)),
    terms('brief', [
      ['Data', phrase(inOnePhrase(consent.permissions))],
      ['Policies', policiesInWords(consent.objects, policies)],
      ['Period', ...when(consent, now)],
    ]),
    details(consent),
    element('div', { class: 'problems' }),
    deeds.length > 0 && element('div', { class: 'actions' }, ...deeds),
  );
  return card;
}

/**
 * @param {MyConsent} consent
 * @param {Date} now
 */
function when(consent, now) {
  const standing = standingOf(consent, now);
  if (standing === 'ended') return [endingOf(consent)];
  if (standing === 'waiting') return [`If you allow it, until ${day(consent.expiresAt)}`];
  const bar = element('span', { class: 'life', 'aria-hidden': 'true' });
  bar.style.setProperty('--spent', `${spentShare(consent, now) * 100}%`);
  const open = openUntilUsed(consent);
  return [periodOf(consent, now), open && element('p', { class: 'hint' }, open), bar];
}

/** @param {MyConsent} consent */
function details({ consentId, createdAt, authorisedAt, expiresAt, permissions, partner }) {
  const hidden = masked(permissions);
  return element(
    'details',
    {},
    element('summary', { class: 'aside' }, 'Details'),
    terms('brief', [
      ['Asked', moment(createdAt)],
      authorisedAt === undefined ? undefined : ['Allowed', moment(authorisedAt)],
      ['Ends at the latest', moment(expiresAt)],
      hidden.length === 0 ? undefined : ['Masked', phrase(hidden.join('; '))],
      ['Partner', element('code', {}, partner.partnerId)],
      ['Number', element('code', {}, consentId)],
    ]),
  );
}

/** @param {string} text */
function phrase(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
