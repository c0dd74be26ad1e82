import { Decimal, type Money, money } from '../../platform/money.ts';
import type { Claim } from '../claim.ts';
import { type Act, named, noted, noteOf, type Outcome } from './act.ts';
import { openReserveOf, paidOf } from './figures.ts';
import { refuseClosed, refuseCoverage, refuseCurrency, refuseFull } from './refusals.ts';

/** What is to be set aside. */
export interface ReserveRequest {
  /** Left out, the claim's. */
  coverage?: string;
  /** What is open from now on, whatever was before. */
  amount: Money;
}

/** Sets aside what a claim is expected to cost yet. */
export function reserve(
  claim: Claim,
  { coverage = claim.cover.coverage, amount }: ReserveRequest,
  act: Act,
): Outcome {
  const refusal =
    refuseClosed(claim) ??
    refuseCoverage(claim, coverage) ??
    refuseCurrency(claim, amount, '/amount') ??
    (releases(claim, amount) ? undefined : refuseFull(claim, act));
  if (refusal) return refusal;
  const { at, by } = act;
  const paidBefore = money(paidOf(claim), claim.cover.currency);
  const entry = { ...{ coverage, amount, paidBefore, at, by }, ...noteOf(act) };
  return [...noted(claim, act), { type: 'claim.reserved', data: { ...named(claim), ...entry } }];
}

/** Whether nothing stays set aside of what was: that is on the way to a claim's end. */
function releases(claim: Claim, { amount }: Money): boolean {
  return new Decimal(amount).eq(0) && openReserveOf(claim).gt(0);
}
