import type { Product } from '../quotes/catalogue.ts';
import { levelAfterYears } from './bonus-malus.ts';
import { bookOf } from './desk.ts';
import { patchOf, type Said } from './section-patch.ts';
import type { LateChange } from './stack/sequence.ts';

/**
 * What a change says of terms that were renewed before it came: its facts as of each term's first day, on its book, and
 * the level that a new driver has by then, moved by the claims that the renewals have counted.
 */
export function restatementOf(said: Said, product: Product): LateChange['restate'] {
  return (renewal, earlier) => {
    const { cover, term } = renewal;
    const level = said.bonusMalusLevel;
    const moved = level === undefined ? undefined : levelAfterYears(level, [...earlier, renewal], product);
    return patchOf(bookOf(cover).book, { ...said, bonusMalusLevel: moved }, term.start);
  };
}
