import type { Product } from '../quotes/catalogue.ts';
import type { Counted } from './stack/transaction.ts';

/**
 * The bonus-malus level of the next year. Source: the Belgian scale of 1992, −1 for a year and +5 for each claim at
 * fault in it, within the scale's ends; the figures are the product's. A claim that an earlier year counted and that is
 * at fault no more moves it back as far.
 */
export function levelAfterYear(
  level: number,
  { claimsAtFault = [], claimsCleared = [] }: Counted,
  { bonusMalus }: Pick<Product, 'bonusMalus'>,
): number {
  if (!bonusMalus) return level;
  const { claimFreeYear, atFaultClaim, minimum, maximum } = bonusMalus;
  const claims = claimsAtFault.length - claimsCleared.length;
  return Math.min(maximum, Math.max(minimum, level + claimFreeYear + claims * atFaultClaim));
}

/** A level after several years, each with the claims that its renewal counted. */
export function levelAfterYears(level: number, years: readonly Counted[], product: Product): number {
  return years.reduce((moved, counted) => levelAfterYear(moved, counted, product), level);
}
