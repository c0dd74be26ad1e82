/**
 * Choices that follow from a seed: the same seed and name give the same ones in the same order, whatever others draw
 * meanwhile. Each who acts in a workload has draws of their own, so that a seed means the same however their acts interleave.
 */
export class Draw {
  #state: number;

  constructor(seed: number, name: string) {
    this.#state = hashOf(`${seed}/${name}`);
  }

  /** A whole number from 0 to below another. Source: Mulberry32 by Tommy Ettinger, public domain. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  }

  /** One of several. Throws where there are none. */
  of<One>(...several: readonly One[]): One {
    const chosen = several[this.below(several.length)];
    if (chosen === undefined) throw new RangeError('there is nothing to choose from');
    return chosen;
  }

  /** Whether something happens that happens so often of a hundred. */
  percent(often: number): boolean {
    return this.below(100) < often;
  }

  /** The same things in another order. */
  shuffled<One>(things: readonly One[]): One[] {
    const placed = things.map((thing) => ({ thing, place: this.below(2 ** 30) }));
    return placed.sort((a, b) => a.place - b.place).map(({ thing }) => thing);
  }
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  return [...text].reduce((hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 0x01000193), 0x811c9dc5);
}
