import type { BitReader, BitWriter } from './bits.ts';

/** Quotients from here on are not worth counting out: the number follows in full. */
const ESCAPE = 16;

/** After so many numbers what was before counts half. */
const MEMORY = 32;

/** The widest remainder: numbers that are larger on the average hardly occur, and may escape. */
const WIDEST = 24;

/**
 * Codes whole numbers from 0 below 2^32, of which small ones are frequent, in few bits: each by its quotient, counted
 * out in ones, and its remainder by a power of two that follows the numbers before. Source: R. F. Rice, JPL 79-22
 * (1979); the way that the power follows is that of JPEG-LS (ISO/IEC 14495-1, A.5.1 and A.6.1).
 */
export class RiceCode {
  #sum = 2;
  #count = 1;

  write(to: BitWriter, number: number): void {
    const width = this.#width();
    const quotient = number >>> width;
    if (quotient < ESCAPE) {
      to.write((1 << (quotient + 1)) - 2, quotient + 1);
      to.write(number & ((1 << width) - 1), width);
    } else {
      to.write((1 << ESCAPE) - 1, ESCAPE);
      to.writeNumber(number);
    }
    this.#learn(number);
  }

  read(from: BitReader): number {
    const width = this.#width();
    let quotient = 0;
    while (quotient < ESCAPE && from.read(1) === 1) quotient++;
    const number = quotient < ESCAPE ? quotient * 2 ** width + from.read(width) : from.readNumber();
    this.#learn(number);
    return number;
  }

  /** Bits of the remainder: enough for the half of what numbers are on the average. */
  #width(): number {
    return Math.min(WIDEST, 32 - Math.clz32(Math.ceil(this.#sum / this.#count) - 1));
  }

  #learn(number: number): void {
    this.#sum += number / 2;
    this.#count++;
    if (this.#count === MEMORY) {
      this.#sum /= 2;
      this.#count /= 2;
    }
  }
}
