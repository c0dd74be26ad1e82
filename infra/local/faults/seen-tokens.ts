/** More are not kept: the eldest go. */
const MOST = 10_000;

/** The client request tokens that came by, by which a service knows that it is asked for the same again. */
export class SeenTokens {
  readonly #tokens = new Set<string>();

  /** Whether a token came by before. Without one, nothing is known to be the same. */
  see(token: string | undefined): boolean {
    if (token === undefined) return false;
    if (this.#tokens.has(token)) return true;
    this.#tokens.add(token);
    for (const eldest of this.#tokens) {
      if (this.#tokens.size <= MOST) break;
      this.#tokens.delete(eldest);
    }
    return false;
  }
}
