/** @import { Receipt, ReleasePage } from '../shapes.ts' */
/** @import { Outcome } from './api.js' */
/** @import { Proof } from './chain.js' */
/** @import { Me } from './me.js' */
import { counted } from './date.js';
import { button, element } from './element.js';
import { problemNotice } from './notice.js';
import { byDay } from './receipt.js';
import { releaseProof } from './release-proof.js';
import { releaseRow } from './release-row.js';

/** Who saw personal values of the customer, newest first, and the proof that nothing is missing. */
export class ReleaseList {
  content = element('section', { class: 'releases', 'aria-labelledby': 'releases' });
  /** @type {Receipt[]} */
  #receipts = [];
  /** @type {string | null} */
  #next = null;
  /** @type {string | null} */
  #checkpoint = null;
  #again = button({ class: 'quiet', onclick: () => this.#reload() }, 'Look again');
  #given;

  /**
   * @param {object} given
   * @param {Me} given.me
   * @param {ReadonlyMap<string, string>} given.names of partners, by their ids
   * @param {Outcome<ReleasePage>} given.first the newest of them
   * @param {(what: string) => void} given.announce
   * @param {string | undefined} given.keyId of the key that the insurer signs checkpoints with, if it is known
   */
  constructor(given) {
    this.#given = given;
    this.#take(given.first);
  }

  /** @param {Outcome<ReleasePage>} outcome */
  #take(outcome) {
    if ('problem' in outcome) return this.#draw(problemNotice(outcome.problem));
    const { data, next, checkpoint } = outcome.body;
    // The newest are held to what was signed when they were read, and not to what is signed when earlier ones are.
    if (this.#receipts.length === 0) this.#checkpoint = checkpoint;
    this.#receipts.push(...data);
    this.#next = next;
    this.#draw();
  }

  /** @param {HTMLElement} [problem] */
  #draw(problem) {
    const days = byDay(this.#receipts);
    this.content.replaceChildren(
      element('header', {}, element('h2', { id: 'releases' }, 'Who saw your data'), this.#again),
      element('p', { class: 'hint' }, 'Every time that personal details were shown in full, newest first.'),
      ...days.map(({ name, runs }) =>
        element(
          'div',
          { class: 'day' },
          element('h3', {}, name),
          element('ol', {}, ...runs.map((run) => releaseRow(run, this.#given.names))),
        ),
      ),
      days.length === 0 && problem === undefined ? element('p', { class: 'empty' }, this.#nothing()) : '',
      problem ?? '',
      ...this.#controls(),
    );
  }

  /** Where something was signed, somebody saw something. */
  #nothing() {
    return this.#checkpoint === null
      ? 'Nobody so far.'
      : 'The list has no entries now, but it had some before.';
  }

  #controls() {
    if (this.#receipts.length === 0 && this.#checkpoint === null) return [];
    const more = button({ class: 'secondary', onclick: () => this.#loadMore(more) }, 'Show earlier ones');
    return [
      ...(this.#next === null ? [] : [more]),
      releaseProof(this.#receipts, this.#proof(), this.#given.announce),
    ];
  }

  /** @returns {Proof} */
  #proof() {
    const toTheFirst = this.#next === null;
    return { toTheFirst, checkpoint: this.#checkpoint ?? undefined, keyId: this.#given.keyId };
  }

  /** Begins anew with the newest, of which there may be more by now. */
  async #reload() {
    this.#again.disabled = true;
    const outcome = await this.#given.me.releases(null);
    const newest = this.#receipts[0]?.seq ?? 0;
    if ('body' in outcome) {
      const count = outcome.body.data.filter(({ seq }) => seq > newest).length;
      [this.#receipts, this.#checkpoint] = [[], null];
      this.#given.announce(count === 0 ? 'Nothing new.' : `${counted(count, 'new entry', 'new entries')}.`);
    }
    this.#take(outcome);
    this.#again.disabled = false;
    this.#again.focus();
  }

  /** @param {HTMLButtonElement} more */
  async #loadMore(more) {
    more.disabled = true;
    const before = this.content.querySelectorAll('li.release').length;
    this.#take(await this.#given.me.releases(this.#next));
    const rows = /** @type {NodeListOf<HTMLElement>} */ (this.content.querySelectorAll('li.release'));
    rows[Math.min(before, rows.length - 1)]?.querySelector('summary')?.focus();
    this.#given.announce(`${rows.length - before} earlier ones are shown.`);
  }
}
