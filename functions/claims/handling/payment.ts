import type { Money } from '../../platform/money.ts';
import type { Refusal } from '../../platform/problem.ts';
import type { Claim, Party } from '../claim.ts';
import { type Act, named, type Outcome } from './act.ts';
import { outstandingOf, standingDecision } from './figures.ts';
import { refuseClosed, refuseCoverage, refuseCurrency, refuseFull } from './refusals.ts';

/** What is to be paid, and to whom. */
export interface PaymentRequest {
  paymentId: string;
  /** Left out, the claim's. */
  coverage?: string;
  /** More than nothing. */
  amount: Money;
  /** The payee. */
  party: Party;
}

/** Pays some of what is payable, and never more than it, however often. */
export function pay(claim: Claim, request: PaymentRequest, act: Act): Outcome {
  const { paymentId, coverage = claim.cover.coverage, amount, party } = request;
  const refusal =
    refuseClosed(claim) ??
    refuseUnapproved(claim) ??
    refuseFull(claim, act) ??
    refuseCoverage(claim, coverage) ??
    refuseCurrency(claim, amount, '/amount') ??
    refuseExcess(claim, amount);
  if (refusal) return refusal;
  const payment = { paymentId, coverage, amount, payee: party.partyId, paidAt: act.at, by: act.by };
  return [{ type: 'claim.paid', data: { ...named(claim), ...payment, party } }];
}

function refuseUnapproved(claim: Claim): Refusal | undefined {
  const decision = standingDecision(claim);
  if (decision?.decision !== 'approve') {
    return { refusal: 'claim-state', detail: 'Nothing was approved that could be paid.' };
  }
  if (decision.approval !== 'needed') return undefined;
  return {
    refusal: 'approval-required',
    detail: 'Somebody else than who decided it has to approve it first.',
  };
}

function refuseExcess(claim: Claim, { amount }: Money): Refusal | undefined {
  const left = outstandingOf(claim);
  if (left.gte(amount)) return undefined;
  const detail = `${left.toFixed(2)} is left to be paid.`;
  return { refusal: 'exceeds-payable', detail, pointer: '/amount' };
}
