/** Admits `rate` calls per second on average and `burst` at once. */
export class TokenBucket {
  readonly #rate: number;
  readonly #burst: number;
  #tokens: number;
  #filledAt = -Infinity;

  constructor(rate: number, burst: number) {
    this.#rate = rate;
    this.#burst = burst;
    this.#tokens = burst;
  }

  /**
   * Takes one token at `now` (milliseconds); false when there is none. Calls may come out of order: who came first may
   * have waited for the authorizer.
   */
  take(now: number): boolean {
    const elapsed = Math.max(0, now - this.#filledAt);
    this.#filledAt = Math.max(now, this.#filledAt);
    this.#tokens = Math.min(this.#burst, this.#tokens + (elapsed * this.#rate) / 1000);
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }
}
