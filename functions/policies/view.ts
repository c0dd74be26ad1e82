import type { components } from '../../openapi/generated/types.ts';
import type { PlainDate } from '../platform/calendar.ts';
import type { Instant } from '../platform/clock.ts';
import { viewDriving } from '../quotes/view.ts';
import type { Personal } from './personal.ts';
import {
  type Policy,
  type PolicyHistory,
  type RenewalOffer,
  segmentFor,
  statusOf,
  timelineIn,
} from './policy.ts';
import { changeStatusAt, type QuotedChange } from './quoted-change.ts';
import { totalMovement } from './stack/movement.ts';
import type { Term } from './stack/term.ts';
import type { Segment } from './stack/timeline.ts';
import { askedIn, type Transaction } from './stack/transaction.ts';

type Schemas = components['schemas'];

/** What the contract shows of a policy, a row of a list, a customer's own, a transaction and a quoted change. */
export type PolicyView = Schemas['Policy'];
export type PolicyRow = Schemas['PolicyRow'];
export type PolicyPage = Schemas['PolicyPage'];
export type MyPolicyPage = Schemas['MyPolicyPage'];
export type TransactionPage = Schemas['TransactionPage'];
export type TransactionView = Schemas['Transaction'];
export type ChangeView = Schemas['PolicyChange'];

/** A policy as one of its segments has it, on a day. */
export function viewPolicy(
  policy: Policy,
  segment: Segment,
  personal: Personal,
  date: PlainDate,
): PolicyView {
  const { cover, from, to, term } = segment;
  const { policyholder, driver, vehicle, address } = personal;
  const { renewalOffer } = policy;
  return {
    ...rowOf(policy, segment, date),
    quoteId: policy.quoteId,
    customerId: policy.customerId,
    term: viewTerm(term),
    effective: { from, to },
    coverage: cover.coverage,
    premium: cover.premium,
    rateBook: cover.rateBook,
    ...(cover.driving && { drivingScore: viewDriving(cover.driving) }),
    policyholder: { ...policyholder, address },
    vehicle,
    driver: { ...driver, bonusMalusLevel: cover.bonusMalusLevel },
    address,
    paymentPlan: policy.paymentPlan,
    termsReceivedAt: policy.termsReceivedAt,
    ...(renewalOffer && { renewalOffer: viewOffer(renewalOffer) }),
  };
}

/** A policy on a day, by its history. */
export function viewHistory(policy: PolicyHistory, personal: Personal, date: PlainDate): PolicyView {
  return viewPolicy(policy, segmentFor(timelineIn(policy), date), personal, date);
}

/** A policy as a row of a list, without anything personal. */
export function rowOf(policy: Policy, segment: Segment, date: PlainDate): PolicyRow {
  const { policyId, policyNumber, version, product, createdAt } = policy;
  const { coverage } = segment.cover;
  const status = statusOf(segment, date);
  return {
    policyId,
    policyNumber,
    version,
    status,
    product,
    coverage,
    term: viewTerm(segment.term),
    createdAt,
  };
}

/** A transaction as it lies in the stack of a policy, and the version of the policy that it came with. */
export function viewTransaction(
  transaction: Transaction,
  policyId: string,
  version: number,
): TransactionView {
  const { transactionId, kind, effectiveDate, issuedAt, premiumMovement, charges } = transaction;
  return {
    ...{ transactionId, policyId, version, kind, effectiveDate, issuedAt, premiumMovement },
    charges: [...charges],
    ...('basis' in transaction && { basis: transaction.basis, reason: transaction.reason }),
    ...('reversesTransactionId' in transaction && {
      reversesTransactionId: transaction.reversesTransactionId,
    }),
    ...(transaction.reappliesTransactionId !== undefined && {
      reappliesTransactionId: transaction.reappliesTransactionId,
    }),
    ...('term' in transaction && { term: viewTerm(transaction.term) }),
    ...('cover' in transaction && { coverage: transaction.cover.coverage }),
  };
}

/** A quoted change at an instant. */
export function viewChange(change: QuotedChange, now: Instant): ChangeView {
  const { changeId, policyId, policyVersion, effectiveDate, validUntil, createdAt } = change;
  const { coverage, premiumMovement, charges, newPremium } = change;
  return {
    ...{ changeId, policyId, policyVersion, effectiveDate, validUntil, createdAt },
    ...{ coverage, premiumMovement, charges: [...charges], newPremium },
    status: changeStatusAt(change, now),
  };
}

function viewOffer({
  offerId,
  term,
  cover,
  validUntil,
}: RenewalOffer): NonNullable<PolicyView['renewalOffer']> {
  const { coverage, premium, rateBook, driving } = cover;
  return {
    ...{ offerId, term: viewTerm(term), coverage, premium, rateBook },
    ...(driving && { drivingScore: viewDriving(driving) }),
    validUntil,
  };
}

function viewTerm({ start, end }: Term): { start: PlainDate; end: PlainDate } {
  return { start, end };
}

/** What a partner is told of a decision: the transaction that it asked for, and what all that were booked move. */
export type BookedView = Schemas['BookedTransaction'];

/** The transaction that was asked for, among those that were booked for it. */
export function viewBooked(booked: readonly Transaction[], policyId: string, version: number): BookedView {
  return {
    ...viewTransaction(askedIn(booked), policyId, version),
    totalMovement: totalMovement(booked.map(({ premiumMovement }) => premiumMovement)),
  };
}
