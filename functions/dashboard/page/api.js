/** @import { Problem } from '../shapes.ts' */

/**
 * @template Body
 * @typedef {{ body: Body } | { problem: Partial<Problem> }} Outcome What was answered, or why it was not.
 */

/** Where the API is: the page lies in a folder of it. */
const BASE = new URL('../', import.meta.url);

/** The API as the customer who is signed in reaches it. */
export class Api {
  #token;
  #onSessionEnd;

  /**
   * @param {string} token
   * @param {() => void} onSessionEnd called when the token is not taken any more
   */
  constructor(token, onSessionEnd) {
    this.#token = token;
    this.#onSessionEnd = onSessionEnd;
  }

  /**
   * @template Body
   * @param {string} path below the API's own, without a leading slash
   * @returns {Promise<Outcome<Body>>}
   */
  get(path) {
    return this.#call(path, {});
  }

  /**
   * @template Body
   * @param {string} path
   * @param {object} [body] left out where the operation takes none
   * @param {Record<string, string>} [headers]
   * @returns {Promise<Outcome<Body>>}
   */
  post(path, body, headers = {}) {
    if (body === undefined) return this.#call(path, { method: 'POST', headers });
    return this.#call(path, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  /**
   * @param {string} path
   * @param {RequestInit} request
   * @returns {Promise<Outcome<any>>}
   */
  async #call(path, request) {
    const headers = { ...request.headers, authorization: `Bearer ${this.#token}` };
    const answer = await fetch(new URL(path, BASE), { ...request, headers, cache: 'no-store' }).catch(
      () => undefined,
    );
    if (answer === undefined) return { problem: {} };
    const body = await answer.json().catch(() => undefined);
    if (answer.ok && body !== undefined) return { body };
    if (answer.status === 401) this.#onSessionEnd();
    return { problem: { status: answer.status, ...body } };
  }
}
