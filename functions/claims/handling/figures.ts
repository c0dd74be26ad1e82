import type Big from 'big.js';
import { Decimal, type Money, money } from '../../platform/money.ts';
import type { Claim, Decision } from '../claim.ts';

/** What a claim costs, all in the currency of its cover. */
export interface Figures {
  paid: Money;
  openReserve: Money;
  recovered: Money;
  /** Paid + open reserve − recovered. */
  netIncurred: Money;
  /** What is owed by the decision that stands; undefined while there is none. */
  payable?: Money;
}

/** The figures of a claim. */
export function figuresOf(claim: Claim): Figures {
  const { currency } = claim.cover;
  const [paid, open, recovered] = [paidOf(claim), openReserveOf(claim), recoveredOf(claim)];
  const decision = standingDecision(claim);
  return {
    paid: money(paid, currency),
    openReserve: money(open, currency),
    recovered: money(recovered, currency),
    netIncurred: money(paid.plus(open).minus(recovered), currency),
    ...(decision && { payable: decision.payable }),
  };
}

/** The last decision, which all that is paid rests on; undefined while there is none. */
export function standingDecision({ decisions }: Pick<Claim, 'decisions'>): Decision | undefined {
  return decisions.at(-1);
}

/** What was ever paid. */
export function paidOf({ payments }: Pick<Claim, 'payments'>): Big {
  return sum(payments);
}

/** What ever came back. */
export function recoveredOf({ recoveries }: Pick<Claim, 'recoveries'>): Big {
  return sum(recoveries);
}

/** What is still set aside: payments use up the last reserve, down to nothing. */
export function openReserveOf(claim: Pick<Claim, 'reserves' | 'payments'>): Big {
  const reserve = claim.reserves.at(-1);
  if (!reserve) return new Decimal(0);
  const since = paidOf(claim).minus(reserve.paidBefore.amount);
  const left = new Decimal(reserve.amount.amount).minus(since);
  return left.gt(0) ? left : new Decimal(0);
}

/** What is payable by the decision that stands, and was not paid. */
export function outstandingOf(claim: Pick<Claim, 'decisions' | 'payments'>): Big {
  return new Decimal(standingDecision(claim)?.payable.amount ?? '0').minus(paidOf(claim));
}

/** Whether all that is payable was paid, and anything was. */
export function isPaidUp(claim: Pick<Claim, 'decisions' | 'payments'>): boolean {
  return paidOf(claim).gt(0) && outstandingOf(claim).eq(0);
}

/**
 * Whether a claim counts against its driver: a third party was paid for what the policyholder answers for, and not all of
 * it came back.
 */
export function isAtFault(claim: Claim): boolean {
  const decision = standingDecision(claim);
  if (claim.cover.kind !== 'liability' || decision?.decision !== 'approve') return false;
  const answers = (decision.settlement.liabilityPercent ?? 0) > 0;
  return answers && paidOf(claim).gt(recoveredOf(claim));
}

function sum(entries: readonly { amount: Money }[]): Big {
  return entries.reduce((total, { amount }) => total.plus(amount.amount), new Decimal(0));
}
