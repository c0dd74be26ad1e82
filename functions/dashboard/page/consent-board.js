/** @import { MyConsent, Policy } from '../shapes.ts' */
/** @import { Deed } from './consent-deed.js' */
/** @import { Me } from './me.js' */
/** @import { Standing } from './consent.js' */
import { byStanding } from './consent.js';
import { consentCard } from './consent-card.js';
import { counted } from './date.js';
import { ask } from './dialog.js';
import { element } from './element.js';
import { problemNotice } from './notice.js';
import { focus } from './screen.js';

const TITLES = /** @type {const} */ ([
  ['waiting', 'Waiting for your answer'],
  ['active', 'Active'],
  ['paused', 'Paused'],
]);

/** All consents of a customer, by where they stand. */
export class ConsentBoard {
  content = element('div', { class: 'board' });
  #given;

  /**
   * @param {object} given
   * @param {Me} given.me
   * @param {readonly MyConsent[]} given.consents
   * @param {readonly Policy[]} given.policies
   * @param {(what: string) => void} given.announce
   * @param {(consentId: string) => void} given.onRequest
   */
  constructor(given) {
    this.#given = given;
    this.#draw(given.consents);
  }

  /** @param {readonly MyConsent[]} consents */
  #draw(consents) {
    const now = new Date();
    const groups = byStanding(consents, now);
    const shown = TITLES.filter(([standing]) => groups[standing].length > 0);
    const wereOpen = this.content.querySelector('details.ended')?.hasAttribute('open');
    this.content.replaceChildren(
      element('p', { class: 'lede' }, summary(groups)),
      ...shown.map(([standing, title]) =>
        element(
          'section',
          { 'aria-labelledby': `group-${standing}` },
          element('h2', { id: `group-${standing}` }, title),
          ...groups[standing].map((consent) => this.#card(consent, now)),
        ),
      ),
      ...this.#ended(groups.ended, now, wereOpen ?? false),
    );
  }

  /**
   * @param {readonly MyConsent[]} consents
   * @param {Date} now
   * @param {boolean} open
   */
  #ended(consents, now, open) {
    if (consents.length === 0) return [];
    return [
      element(
        'details',
        { class: 'ended', open },
        element('summary', {}, element('h2', {}, `Ended (${consents.length})`)),
        element('p', { class: 'hint' }, 'Kept for two years, so that you can look back.'),
        ...consents.map((consent) => this.#card(consent, now)),
      ),
    ];
  }

  /**
   * @param {MyConsent} consent
   * @param {Date} now
   */
  #card(consent, now) {
    return consentCard({
      consent,
      policies: this.#given.policies,
      now,
      onDeed: (deed, card) => this.#perform(deed, card),
      onAnswer: () => this.#given.onRequest(consent.consentId),
    });
  }

  /**
   * Does something to a consent, and shows how all of them stand then.
   *
   * @param {Deed} deed
   * @param {HTMLElement} card
   */
  async #perform(deed, card) {
    if (deed.question !== undefined && !(await ask(deed.question))) return;
    const problems = card.querySelector('.problems');
    problems?.replaceChildren();
    card.toggleAttribute('inert', true);
    const outcome = await deed.perform(this.#given.me);
    const all = 'body' in outcome ? await this.#given.me.consents() : outcome;
    card.toggleAttribute('inert', false);
    if ('problem' in outcome) return problems?.replaceChildren(problemNotice(outcome.problem));
    if ('problem' in all) return problems?.replaceChildren(problemNotice(all.problem));
    this.#draw(all.body);
    this.#goTo(outcome.body.consentId);
    this.#given.announce(deed.done);
  }

  /**
   * Takes the reader to a consent, wherever it stands now.
   *
   * @param {string} consentId
   */
  #goTo(consentId) {
    const heading = /** @type {HTMLElement | null} */ (
      this.content.querySelector(`[data-consent="${consentId}"] h3`)
    );
    heading?.closest('details')?.toggleAttribute('open', true);
    focus(heading);
  }
}

/**
 * How things stand, in one or two sentences.
 *
 * @param {Record<Standing, MyConsent[]>} groups
 */
function summary({ waiting, active, paused }) {
  const names = new Set(active.map(({ partner }) => partner.partnerId));
  const now =
    names.size === 0
      ? 'No company can see your data with your permission now.'
      : `${counted(names.size, 'company', 'companies')} can see some of your data with your permission now.`;
  const rest = [
    waiting.length > 0 &&
      `${counted(waiting.length, 'request')} ${waiting.length === 1 ? 'waits' : 'wait'} for your answer.`,
    paused.length > 0 && `${counted(paused.length, 'permission is', 'permissions are')} paused.`,
  ];
  return [now, ...rest.filter((sentence) => sentence !== false)].join(' ');
}
