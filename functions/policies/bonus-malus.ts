import type { Product } from '../quotes/catalogue.ts';
import type { Act, Counted } from './stack/transaction.ts';

/**
 * The bonus-malus level of the next year. Source: the Belgian scale of 1992, −1 for a year and +5 for each claim at
 * fault in it, within the scale's ends; the figures are the product's.
 */
export function levelAfterYear(level: number, claimsAtFault: number, { bonusMalus }: Product): number {
  if (!bonusMalus) return level;
  const { claimFreeYear, atFaultClaim, minimum, maximum } = bonusMalus;
  return Math.min(maximum, Math.max(minimum, level + claimFreeYear + claimsAtFault * atFaultClaim));
}

/** A level after several years, as if the claims had never been counted that a later one of them clears. */
export function levelAfterYears(level: number, years: readonly Counted[], product: Product): number {
  return years.reduce((moved, { claimsAtFault = [] }, index) => {
    const cleared = years.slice(index + 1).flatMap(({ claimsCleared = [] }) => claimsCleared);
    const standing = claimsAtFault.filter((claimId) => !cleared.includes(claimId));
    return levelAfterYear(moved, standing.length, product);
  }, level);
}

/**
 * The level of the term after the last of some acts, which counts these claims. Where it clears one, all years since
 * somebody said a level are gone through without it: an end of the scale may have swallowed part of what it moved.
 */
export function nextLevel(live: readonly Act[], counted: Counted, product: Product): number {
  const acts = live.filter((act) => act.kind !== 'cancellation');
  const last = acts.at(-1);
  const since = acts.findLastIndex(saysLevel);
  const said = acts[since];
  if (!last || !said) throw new Error('a policy begins at a level');
  if (!counted.claimsCleared) {
    return levelAfterYear(last.cover.bonusMalusLevel, counted.claimsAtFault?.length ?? 0, product);
  }
  const years = acts.slice(since).filter((act) => act.kind === 'renewal');
  return levelAfterYears(said.cover.bonusMalusLevel, [...years, counted], product);
}

/** Whether an act says at which level a driver is: that with which the policy begins, or who comes later. */
function saysLevel(act: Exclude<Act, { kind: 'cancellation' }>): boolean {
  switch (act.kind) {
    case 'issuance':
      return true;
    case 'renewal':
      return false;
    case 'change':
      return act.patch.driver?.bonusMalusLevel !== undefined;
    case 'reinstatement':
      return act.patches.some(({ driver }) => driver?.bonusMalusLevel !== undefined);
  }
}
