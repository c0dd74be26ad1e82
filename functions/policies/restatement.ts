import { addYears, type PlainDate } from '../platform/calendar.ts';
import type { Product } from '../quotes/catalogue.ts';
import { bookOf } from './desk.ts';
import { levelAfterYear } from './renewal.ts';
import { patchOf, type Said } from './section-patch.ts';
import type { Restatement } from './stack/sequence.ts';

/** What a change says of terms that were renewed before it came: its facts as of each term's first day, on its book. */
export function restatementOf(said: Said, effectiveDate: PlainDate, product: Product): Restatement {
  return ({ cover, term }) => {
    const bonusMalusLevel = levelAt(said.bonusMalusLevel, effectiveDate, term.start, product);
    return patchOf(bookOf(cover).book, { ...said, bonusMalusLevel }, term.start);
  };
}

/** A level after the renewals that lie between two days. */
function levelAt(
  level: number | undefined,
  from: PlainDate,
  to: PlainDate,
  product: Product,
): number | undefined {
  let moved = level;
  for (let years = 1; moved !== undefined && addYears(from, years - 1) < to; years++) {
    moved = levelAfterYear(moved, 0, product);
  }
  return moved;
}
