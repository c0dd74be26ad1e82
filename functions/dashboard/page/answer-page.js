/** @import { MyConsent, Policy } from '../shapes.ts' */
import { endingOf, standingOf } from './consent.js';
import { day } from './date.js';
import { button, element, terms } from './element.js';
import { inOnePhrase, openUntilUsed } from './permission.js';
import { policiesInWords } from './policy.js';
import { wayBack } from './way-back.js';

/**
 * What came of a request: what the customer answered, just now or before, and the way back to who asked.
 *
 * @param {object} given
 * @param {MyConsent} given.consent
 * @param {readonly Policy[]} given.policies
 * @param {string | undefined} given.state what the partner wants to hear on the way back
 * @param {() => void} given.onOverview
 */
export function answerPage({ consent, policies, state, onOverview }) {
  const { title, text } = words(consent);
  const standing = standingOf(consent, new Date());
  const back = wayBack(consent, state);
  return element(
    'article',
    { class: `sheet answer ${standing}` },
    element('h1', {}, title),
    element('p', { class: 'lede' }, text),
    standing === 'active' &&
      terms('facts', [
        ['What for', element('q', {}, consent.purpose)],
        ['Which data', sentence(inOnePhrase(consent.permissions))],
        ['Which policies', policiesInWords(consent.objects, policies)],
        ['Until when', ...untilWhen(consent)],
      ]),
    element(
      'div',
      { class: 'actions' },
      back && element('a', { class: 'primary', href: back.href }, `Continue to ${consent.partner.name}`),
      button({ class: 'secondary', onclick: onOverview }, 'See all your permissions'),
    ),
    back && element('p', { class: 'hint' }, `“Continue” leads away from this page, to ${back.host}.`),
  );
}

/** @param {MyConsent} consent */
function words(consent) {
  const { name } = consent.partner;
  switch (consent.status) {
    case 'AUTHORISED':
      return {
        title: `You have allowed ${name}`,
        text: 'Each time it is shown personal details in full, you find an entry in your list. You can pause or withdraw this at any time.',
      };
    case 'SUSPENDED':
      return { title: `You have paused ${name}`, text: 'Until you resume it, nothing is shown.' };
    case 'REJECTED':
      return {
        title: `You have refused ${name}`,
        text: `${endingOf(consent)} Nothing was shared, and your policies stay as they are.`,
      };
    default:
      return { title: `The request of ${name} has ended`, text: endingOf(consent) };
  }
}

/** @param {MyConsent} consent */
function untilWhen(consent) {
  const until = day(consent.expiresAt);
  const open = openUntilUsed(consent);
  return [consent.oneShot ? `Once, until ${until}` : until, open && element('p', { class: 'hint' }, open)];
}

/** @param {string} phrase */
function sentence(phrase) {
  return phrase.charAt(0).toUpperCase() + phrase.slice(1);
}
