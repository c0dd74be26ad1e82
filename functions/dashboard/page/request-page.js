/** @import { ConsentObject, MyConsent, Policy } from '../shapes.ts' */
/** @import { Outcome } from './api.js' */
import { day, distance, moment, time } from './date.js';
import { button, element, terms } from './element.js';
import { problemNotice } from './notice.js';
import { openUntilUsed, wish } from './permission.js';
import { permissionList } from './permission-list.js';
import { policyChoice } from './policy-choice.js';
import { requestContent } from './request-content.js';

/**
 * A request that waits for the customer's answer: who asks, what for, for which data of which policies, until when.
 *
 * @param {object} given
 * @param {MyConsent} given.consent
 * @param {readonly Policy[]} given.policies all of the customer's
 * @param {Date} given.now
 * @param {(objects: readonly ConsentObject[]) => Promise<Outcome<MyConsent>>} given.allow
 * @param {() => Promise<Outcome<MyConsent>>} given.refuse
 * @param {(consent: MyConsent) => void} given.onDecided
 */
export function requestPage({ consent, policies, now, allow, refuse, onDecided }) {
  const { partner, permissions, authoriseBy } = consent;
  const choice = policyChoice(consent.objects, policies);
  const onAllow = async () => (choice.isComplete() ? allow(choice.chosen()) : undefined);
  return element(
    'article',
    { class: 'sheet request' },
    element('p', { class: 'eyebrow' }, 'A request for your permission'),
    element('h1', {}, element('span', { class: 'who' }, partner.name), ` asks to ${wish(permissions)}`),
    element(
      'p',
      { class: 'lede' },
      'Nothing happens unless you allow it. You can answer until ',
      element('time', { datetime: authoriseBy }, answerTime(authoriseBy, now)),
      '.',
    ),
    terms('facts', [
      ['Who asks', ...whoAsks(consent)],
      ['What for', element('q', {}, consent.purpose), hint(`In the words of ${partner.name}.`)],
      ...requestContent(consent),
      [consent.oneShot ? 'What it allows' : 'Which data', permissionList(permissions)],
      ['Which policies', choice.content],
      ['Until when', ...untilWhen(consent, now)],
    ]),
    decision({ partner: partner.name, onAllow, onRefuse: refuse, onDecided }),
  );
}

/** @param {MyConsent} consent */
function whoAsks({ partner, baseConsentId }) {
  return [
    element('strong', {}, partner.name),
    hint('A company that your insurer knows and has registered as a partner.'),
    baseConsentId !== undefined &&
      hint(
        `This request replaces a permission that ${partner.name} has from you: if you allow it, the former ends.`,
      ),
  ];
}

/**
 * @param {MyConsent} consent
 * @param {Date} now
 */
function untilWhen(consent, now) {
  const { expiresAt, oneShot } = consent;
  const until = element('time', { datetime: expiresAt }, moment(expiresAt));
  const length = `in ${distance(expiresAt, now)}`;
  if (oneShot) {
    const open = openUntilUsed(consent);
    return [
      element('strong', {}, 'Once'),
      hint('Using it uses it up. If it is not used, it ends on ', until, `, ${length}.`),
      open && hint(open),
    ];
  }
  return [
    element('strong', {}, day(expiresAt)),
    hint(`It ends by itself ${length}. You can pause or withdraw it here at any time before.`),
  ];
}

/**
 * Two answers of the same weight, and what comes of them.
 *
 * @param {object} given
 * @param {string} given.partner
 * @param {() => Promise<Outcome<MyConsent> | undefined>} given.onAllow
 * @param {() => Promise<Outcome<MyConsent> | undefined>} given.onRefuse
 * @param {(consent: MyConsent) => void} given.onDecided
 */
function decision({ partner, onAllow, onRefuse, onDecided }) {
  const problems = element('div', {});
  /** @param {() => Promise<Outcome<MyConsent> | undefined>} answer */
  const give = (answer) => async () => {
    problems.replaceChildren();
    buttons.toggleAttribute('inert', true);
    const outcome = await answer();
    buttons.toggleAttribute('inert', false);
    if (outcome === undefined) return;
    if ('body' in outcome) onDecided(outcome.body);
    else problems.replaceChildren(problemNotice(outcome.problem));
  };
  const buttons = element(
    'div',
    { class: 'answers' },
    button({ class: 'primary large', onclick: give(onAllow) }, 'Allow'),
    button({ class: 'secondary large', onclick: give(onRefuse) }, 'Refuse'),
  );
  return element(
    'div',
    { class: 'decision' },
    problems,
    buttons,
    hint(`Refusing changes nothing about your policies. ${partner} will be told your answer.`),
  );
}

/** @param {(Node | string)[]} said */
function hint(...said) {
  return element('p', { class: 'hint' }, ...said);
}

/**
 * @param {string} instant
 * @param {Date} now
 */
function answerTime(instant, now) {
  return day(instant) === day(now.toISOString()) ? `${time(instant)} today` : moment(instant);
}
