/** @import { Api, Outcome } from './api.js' */
/** @import { ConsentObject, MyConsent, Page, Policy, ReleasePage } from '../shapes.ts' */

/** More pages than a person's list has; what lies beyond is not worth waiting for. */
const MOST_PAGES = 10;

/** What a customer may see and decide of their own. */
export class Me {
  #api;

  /** @param {Api} api */
  constructor(api) {
    this.#api = api;
  }

  /** @returns {Promise<Outcome<MyConsent[]>>} newest first */
  consents() {
    return this.#all('me/consents');
  }

  /** @returns {Promise<Outcome<Policy[]>>} */
  policies() {
    return this.#all('me/policies');
  }

  /**
   * @param {string} consentId
   * @returns {Promise<Outcome<MyConsent>>}
   */
  consent(consentId) {
    return this.#api.get(`me/consents/${encodeURIComponent(consentId)}`);
  }

  /**
   * One page of who saw what, newest first.
   *
   * @param {string | null} cursor
   * @returns {Promise<Outcome<ReleasePage>>}
   */
  releases(cursor) {
    return this.#api.get(
      `me/releases?limit=20${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    );
  }

  /**
   * @param {string} consentId
   * @param {readonly ConsentObject[]} objects what is allowed to be seen, at most what was asked for
   */
  authorise(consentId, objects) {
    return this.#decide(consentId, 'authorisation', { objects });
  }

  /** @param {string} consentId */
  reject(consentId) {
    return this.#decide(consentId, 'rejection', {});
  }

  /** @param {string} consentId */
  suspend(consentId) {
    return this.#decide(consentId, 'suspension');
  }

  /** @param {string} consentId */
  resume(consentId) {
    return this.#decide(consentId, 'resumption');
  }

  /** @param {string} consentId */
  withdraw(consentId) {
    return this.#decide(consentId, 'revocation', {});
  }

  /**
   * @param {string} consentId
   * @param {string} key names what the customer means to do: done once, however often it is sent
   */
  giveAgain(consentId, key) {
    return this.#decide(consentId, 're-establishment', undefined, { 'idempotency-key': key });
  }

  /**
   * @param {string} consentId
   * @param {string} decision
   * @param {object} [body]
   * @param {Record<string, string>} [headers]
   * @returns {Promise<Outcome<MyConsent>>}
   */
  #decide(consentId, decision, body, headers) {
    return this.#api.post(`me/consents/${encodeURIComponent(consentId)}/${decision}`, body, headers);
  }

  /**
   * A whole list, page by page.
   *
   * @template Item
   * @param {string} path
   * @returns {Promise<Outcome<Item[]>>}
   */
  async #all(path) {
    /** @type {Item[]} */
    const items = [];
    /** @type {string | null} */
    let cursor = null;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      /** @type {string} */
      const query = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      /** @type {Outcome<Page<Item>>} */
      const outcome = await this.#api.get(`${path}?limit=100${query}`);
      if ('problem' in outcome) return outcome;
      items.push(...outcome.body.data);
      cursor = outcome.body.next;
      if (cursor === null) break;
    }
    return { body: items };
  }
}
