import type { PlainDate } from '../../platform/calendar.ts';
import type { Instant } from '../../platform/clock.ts';
import type { Cover, Patch } from './cover.ts';
import type { Charge, Movement } from './movement.ts';
import type { Term } from './term.ts';

/** How a policy stands on a day within a term. Only non-payment lapses. */
export type Standing = 'in-force' | 'cancelled' | 'lapsed';

/** Why a policy is cancelled; the product's table says what is returned for each. */
export type CancellationReason =
  | 'not-taken-up'
  | 'cooling-off'
  | 'customer-request'
  | 'insurer'
  | 'non-payment'
  | 'total-loss';

/** What is returned: everything, what is not yet earned, or a share of that. */
export type CancellationBasis = 'flat' | 'pro-rata' | 'short-rate';

interface Entry {
  transactionId: string;
  /** From 00:00 of this day, in the product's time zone. */
  effectiveDate: PlainDate;
  issuedAt: Instant;
  premiumMovement: Movement;
  charges: readonly Charge[];
  /** The transaction that was reversed and is applied here anew. */
  reappliesTransactionId?: string;
}

/** A policy begins. */
export interface Issuance extends Entry {
  kind: 'issuance';
  term: Term;
  cover: Cover;
}

/** What a renewal counts of claims: by these, and by the year, it moves the bonus-malus level. */
export interface Counted {
  /** The ids of those that were at fault and that no term had counted. */
  claimsAtFault?: readonly string[];
  /** The ids of those that a term had counted and that were at fault no more. */
  claimsCleared?: readonly string[];
}

/** A further term begins. */
export interface Renewal extends Entry, Counted {
  kind: 'renewal';
  term: Term;
  cover: Cover;
}

/** Another risk or coverage from a day to the end of its term. */
export interface Change extends Entry {
  kind: 'change';
  patch: Patch;
  cover: Cover;
}

/** What a cancellation is, beside its day. */
export interface CancellationTerms {
  reason: CancellationReason;
  basis: CancellationBasis;
  standing: Exclude<Standing, 'in-force'>;
  /** The share of what is not yet earned that is given back, e.g. "0.90". */
  returnedShare: string;
}

/** Cover ends. */
export interface Cancellation extends Entry, CancellationTerms {
  kind: 'cancellation';
  /** What was to take effect later, in order: a reinstatement brings it back. */
  bringsBack: readonly Pending[];
}

/** An act that a cancellation kept from taking effect: what it was to do, without what it moved. */
export type Pending = PendingOf<Change | Renewal | Cancellation | Reinstatement>;
type PendingOf<One extends Act> = One extends Act
  ? Omit<One, 'issuedAt' | 'premiumMovement' | 'charges' | 'reappliesTransactionId'>
  : never;

/** Cover begins again. */
export interface Reinstatement extends Entry {
  kind: 'reinstatement';
  /** Changes that were to take effect while there was no cover. */
  patches: readonly Patch[];
  cover: Cover;
}

/** Another transaction is undone, as if it had never been. */
export interface Reversal extends Entry {
  kind: 'reversal';
  reversesTransactionId: string;
}

/** An entry of a policy's stack: written once, never changed, undone only by another. */
export type Transaction = Issuance | Renewal | Change | Cancellation | Reinstatement | Reversal;

/** A transaction that does something of its own. */
export type Act = Exclude<Transaction, Reversal>;

/** What an act does, before it is known what it moves. */
export type Effect = EffectOf<Act>;
type EffectOf<One extends Act> = One extends Act
  ? Omit<One, 'transactionId' | 'issuedAt' | 'premiumMovement' | 'charges'>
  : never;

/** Those of a stack that still count, in the order in which they take effect. */
export function liveOf(stack: readonly Transaction[]): Act[] {
  const reversed = new Set(
    stack.flatMap((entry) => (entry.kind === 'reversal' ? [entry.reversesTransactionId] : [])),
  );
  return stack.filter(
    (entry): entry is Act => entry.kind !== 'reversal' && !reversed.has(entry.transactionId),
  );
}

/** Acts that are reversed, as they are kept in mind. */
export function pendingIn(acts: readonly Act[]): Pending[] {
  return acts.map(({ issuedAt, premiumMovement, charges, reappliesTransactionId, ...act }) => act as Pending);
}

/** Of what one decision booked, the act that was asked for: neither undone nor done again. */
export function askedIn(booked: readonly Transaction[]): Act {
  const asked = booked.find((entry) => entry.kind !== 'reversal' && !entry.reappliesTransactionId);
  if (!asked || asked.kind === 'reversal') throw new Error('nothing was asked for');
  return asked;
}
