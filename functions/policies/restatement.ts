import type { Product } from '../quotes/catalogue.ts';
import { bookOf } from './desk.ts';
import { levelAfterYear } from './renewal.ts';
import { patchOf, type Said } from './section-patch.ts';
import type { LateChange } from './stack/sequence.ts';

/** What a change says of terms that were renewed before it came: its facts as of each term's first day, on its book. */
export function restatementOf(said: Said, product: Product): LateChange['restate'] {
  return ({ cover, term }, number) => {
    const bonusMalusLevel = said.bonusMalusLevel && levelAfter(number, said.bonusMalusLevel, product);
    return patchOf(bookOf(cover).book, { ...said, bonusMalusLevel }, term.start);
  };
}

/** A level after so many renewals. */
function levelAfter(renewals: number, level: number, product: Product): number {
  return Array.from({ length: renewals }).reduce<number>((moved) => levelAfterYear(moved, 0, product), level);
}
