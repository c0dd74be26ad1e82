import { button, element } from './element.js';

/** What is shown: one page at a time, and around it who is signed in. */
export class Screen {
  #main = /** @type {HTMLElement} */ (document.getElementById('main'));
  #account = /** @type {HTMLElement} */ (document.getElementById('account'));
  #status = /** @type {HTMLElement} */ (document.getElementById('status'));
  #owner;

  /** @param {string} [insurer] */
  constructor(insurer) {
    this.#owner = insurer ?? 'Your insurer';
    const name = document.getElementById('insurer');
    if (name !== null) name.textContent = insurer ?? '';
  }

  /**
   * Shows a page and takes the reader to its heading.
   *
   * @param {HTMLElement} page with an `h1`
   */
  show(page) {
    const heading = page.querySelector('h1');
    document.title = `${heading?.textContent ?? 'Data permissions'} – ${this.#owner}`;
    this.#main.replaceChildren(page);
    scrollTo(0, 0);
    focus(heading);
  }

  /**
   * Says that something is on its way.
   *
   * @param {string} what
   */
  wait(what) {
    this.#main.replaceChildren(element('p', { class: 'loading' }, what));
    this.announce(what);
  }

  /**
   * Tells those who do not see the page what changed on it.
   *
   * @param {string} what
   */
  announce(what) {
    this.#status.textContent = what;
  }

  /**
   * Says who is signed in, and how to leave; nobody, and there is nothing to leave.
   *
   * @param {{ email?: string } | undefined} person
   * @param {() => void} [onSignOut]
   */
  showAccount(person, onSignOut) {
    if (person === undefined) return this.#account.replaceChildren();
    this.#account.replaceChildren(
      ...(person.email === undefined ? [] : [element('span', { class: 'account-name' }, person.email)]),
      button({ class: 'quiet', onclick: onSignOut }, 'Sign out'),
    );
  }
}

/**
 * Moves the focus to what is no control, a heading say.
 *
 * @param {HTMLElement | null | undefined} target
 */
export function focus(target) {
  target?.setAttribute('tabindex', '-1');
  target?.focus({ preventScroll: false });
}
