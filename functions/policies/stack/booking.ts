import type Big from 'big.js';
import type { Instant } from '../../platform/clock.ts';
import { Decimal, money } from '../../platform/money.ts';
import type { Refusal } from '../../platform/problem.ts';
import type { Cover, Risk } from './cover.ts';
import { type Charge, movementOf, negated, opposite, type WithFlatTaxes } from './movement.ts';
import { extend, netOf, segmentAt, type Timeline, timelineOf } from './timeline.ts';
import { type Act, type Effect, liveOf, type Reversal, type Transaction } from './transaction.ts';

/** Prices a risk for a whole term on its own book; refused where that has no price, or asks for an underwriter. */
export type Rater = (risk: Risk, before: Cover) => Cover | Refusal;

/** What booking needs from outside: prices, ids, and the time. */
export interface Desk {
  rate: Rater;
  newTransactionId: () => string;
  issuedAt: Instant;
  currency: string;
}

/** A stack while it is written: what counts so far, what that makes, and what was written just now. */
export interface Booking {
  live: readonly Act[];
  timeline: Timeline;
  booked: readonly Transaction[];
}

/** A booking that continues a stack at its end. */
export function continuing(stack: readonly Transaction[]): Booking {
  const live = liveOf(stack);
  return { live, timeline: timelineOf(live), booked: [] };
}

/** What is kept of the premium with an act, as a charge; and whether the term's flat taxes move with it. */
export interface Extras {
  retained?: Big;
  flatTaxes?: WithFlatTaxes;
}

/**
 * Books one act at the end: it moves what the net premium of all segments grows or shrinks by, and what is
 * retained, so that the movements of a stack always add up to its segments and charges.
 */
export function book(
  desk: Desk,
  { live, timeline, booked }: Booking,
  effect: Effect,
  { retained = new Decimal(0), flatTaxes = 'untouched' }: Extras = {},
): Booking {
  const after = extend(timeline, effect);
  const net = netOf(after).minus(netOf(timeline)).plus(retained);
  const { taxRules } = coverOf(effect, after);
  const act = {
    ...effect,
    transactionId: desk.newTransactionId(),
    issuedAt: desk.issuedAt,
    premiumMovement: movementOf(net, taxRules, desk.currency, flatTaxes),
    charges: chargesOf(retained, desk.currency),
  } as Act;
  return { live: [...live, act], timeline: after, booked: [...booked, act] };
}

/** Undoes a transaction: everything that it moved moves back. */
export function reversalOf(desk: Desk, act: Act): Reversal {
  return {
    kind: 'reversal',
    transactionId: desk.newTransactionId(),
    effectiveDate: act.effectiveDate,
    issuedAt: desk.issuedAt,
    premiumMovement: opposite(act.premiumMovement),
    charges: act.charges.map(({ code, amount }) => ({ code, amount: negated(amount) })),
    reversesTransactionId: act.transactionId,
  };
}

function coverOf(effect: Effect, after: Timeline): Cover {
  if ('cover' in effect) return effect.cover;
  const ended = segmentAt(after, effect.effectiveDate);
  if (!ended) throw new Error('a cancellation leaves a segment without cover');
  return ended.cover;
}

function chargesOf(retained: Big, currency: string): Charge[] {
  return retained.eq(0) ? [] : [{ code: 'short-rate-retention', amount: money(retained, currency) }];
}
