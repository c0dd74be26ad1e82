/** So many wrong passwords in a row are nobody's business. */
const FREE = 5;
/** Then the next try waits so long. */
const WAIT_MS = 10_000;
/** Names kept at most; the oldest goes first. */
const MOST_NAMES = 1_000;

interface Failures {
  count: number;
  /** On the monotonic clock, in milliseconds. */
  last: number;
}

/** Slows down who guesses passwords, by the name that they try: one that exists or one that does not. */
export class Attempts {
  readonly #failures = new Map<string, Failures>();

  /** Whether a password may be tried for this name, `now` in milliseconds on the monotonic clock. */
  mayTry(name: string, now: number): boolean {
    const { count, last } = this.#failures.get(name) ?? { count: 0, last: 0 };
    return count < FREE || now - last >= WAIT_MS;
  }

  failed(name: string, now: number): void {
    const count = (this.#failures.get(name)?.count ?? 0) + 1;
    this.#failures.delete(name);
    const [oldest] = this.#failures.keys();
    if (this.#failures.size >= MOST_NAMES && oldest !== undefined) this.#failures.delete(oldest);
    this.#failures.set(name, { count, last: now });
  }

  succeeded(name: string): void {
    this.#failures.delete(name);
  }
}
