import { setTimeout as sleep } from 'node:timers/promises';

/** How much of a head start, in milliseconds, who has lost for the first time gets. */
const FIRST_STEP_MS = 4;

/**
 * Races two calls against each other, round after round. Who loses gets a head start, twice as long each time until they
 * win, so that both do, however long either takes on this machine.
 */
export class EvenRace {
  /** For how long the second waits; negative: the first. */
  #lead = 0;
  #step = FIRST_STEP_MS;
  #last: 'first' | 'second' | undefined;

  /** Runs one round. */
  run<First, Second>(first: () => Promise<First>, second: () => Promise<Second>): Promise<[First, Second]> {
    const after = (ms: number) => sleep(Math.max(0, ms));
    return Promise.all([after(-this.#lead).then(first), after(this.#lead).then(second)]);
  }

  /** Says who won the round, for the next to be even. */
  won(winner: 'first' | 'second'): void {
    this.#step = winner === this.#last ? this.#step * 2 : FIRST_STEP_MS;
    this.#lead += winner === 'first' ? -this.#step : this.#step;
    this.#last = winner;
  }
}
