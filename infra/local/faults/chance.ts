import { hash } from 'node:crypto';

const DIGITS = 12;

/** A number from 0 up to 1 that these parts alone decide, and that looks like chance. */
export function chance(...parts: readonly (string | number)[]): number {
  const digits = hash('sha256', JSON.stringify(parts)).slice(0, DIGITS);
  return Number.parseInt(digits, 16) / 16 ** DIGITS;
}
