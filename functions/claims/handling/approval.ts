import { Decimal, type Money } from '../../platform/money.ts';
import type { Refusal } from '../../platform/problem.ts';
import type { Claim, Decision } from '../claim.ts';
import { type Act, named, type Outcome } from './act.ts';
import { standingDecision } from './figures.ts';
import { refuseClosed } from './refusals.ts';

/** How the approval of a decision stands. */
type Approval = Pick<Extract<Decision, { decision: 'approve' }>, 'approval' | 'approvedBy' | 'approvedAt'>;

/**
 * Whether what is payable by a new decision needs a second pair of eyes. Those that have approved as much, or more, in the
 * decision before it have seen it, unless they are the ones that decide now.
 */
export function approvalOf(claim: Claim, payable: Money, { by }: Act): Approval {
  const amount = new Decimal(payable.amount);
  if (amount.lte(mostAlone(claim))) return { approval: 'not-needed' };
  const before = standingDecision(claim);
  if (before?.decision !== 'approve' || before.approval !== 'given') return { approval: 'needed' };
  const { approvedBy, approvedAt } = before;
  if (!approvedBy || !approvedAt || approvedBy === by || amount.gt(before.payable.amount)) {
    return { approval: 'needed' };
  }
  return { approval: 'given', approvedBy, approvedAt };
}

/** What one person may grant: nothing where another loss of the day is known, so that none is split over two claims. */
function mostAlone({ cover, triage }: Claim): string {
  return triage.facts.sameDayLoss === true ? '0' : cover.fourEyesAmount.amount;
}

/** Approves what is payable, which whoever decided it cannot. A caller may say the amount that they have looked at. */
export function approve(claim: Claim, { amount }: { amount?: Money }, { by, at }: Act): Outcome {
  const refusal = refuseClosed(claim);
  if (refusal) return refusal;
  const decision = standingDecision(claim);
  if (decision?.approval !== 'needed') {
    return { refusal: 'no-approval-needed', detail: 'There is nothing to approve.' };
  }
  const { payable, decidedBy } = decision;
  if (decidedBy === by) {
    return { refusal: 'same-person', detail: 'Whoever decided it cannot approve it.' };
  }
  if (amount && !isSame(amount, payable)) return mismatch();
  const data = { ...named(claim), payable, approvedBy: by, approvedAt: at };
  return [{ type: 'claim.payment-approved', data }];
}

function mismatch(): Refusal {
  return { refusal: 'amount-mismatch', detail: 'Another amount is payable.', pointer: '/amount' };
}

function isSame(a: Money, b: Money): boolean {
  return a.currency === b.currency && new Decimal(a.amount).eq(b.amount);
}
