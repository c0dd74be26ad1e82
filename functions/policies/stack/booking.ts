import type Big from 'big.js';
import type { Instant } from '../../platform/clock.ts';
import { Decimal, money } from '../../platform/money.ts';
import type { Refusal } from '../../platform/problem.ts';
import { CENTS, type Premium, round } from '../../quotes/rating.ts';
import type { Cover, Risk } from './cover.ts';
import { type Charge, exact, type Movement, movementOf, negated, opposite } from './movement.ts';
import { extend, netOf, segmentAt, type Timeline, taxOf, timelineOf } from './timeline.ts';
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

/** What an act moves beside the premium of its segments. */
export interface Extras {
  /** Kept as a charge; negative where it is given back. */
  retained?: Big;
  /** Whether a whole term is charged, with the taxes that are due once for each. */
  wholeTerm?: boolean;
  /** What it moves in all, where that follows from what was moved before. */
  movement?: Movement;
}

/**
 * Books one act at the end: it moves what the premium of all segments grows or shrinks by, and what is retained, so
 * that the movements of a stack always add up to its segments and charges.
 */
export function book(
  desk: Desk,
  { live, timeline, booked }: Booking,
  effect: Effect,
  extras: Extras = {},
): Booking {
  const after = extend(timeline, effect);
  const act = {
    ...effect,
    transactionId: desk.newTransactionId(),
    issuedAt: desk.issuedAt,
    premiumMovement: extras.movement ?? difference(timeline, after, coverOf(effect, after), extras),
    charges: chargesOf(extras.retained ?? NOTHING, desk.currency),
  } as Act;
  return { live: [...live, act], timeline: after, booked: [...booked, act] };
}

const NOTHING = new Decimal(0);

/** What the step from one timeline to the next moves, each tax by its rule. */
function difference(
  before: Timeline,
  after: Timeline,
  { premium, taxRules }: Cover,
  { retained = NOTHING, wholeTerm = false }: Extras,
): Movement {
  const net = netOf(after).minus(netOf(before)).plus(retained);
  const taxes = taxRules.map((rule) => {
    if ('flat' in rule) return { code: rule.code, amount: wholeTerm ? new Decimal(rule.flat) : NOTHING };
    if ('rate' in rule) return { code: rule.code, amount: round(net.times(rule.rate), rule.round ?? CENTS) };
    const kept = shareOf(premium, rule.code, retained);
    return { code: rule.code, amount: taxOf(after, rule.code).minus(taxOf(before, rule.code)).plus(kept) };
  });
  return movementOf(net, taxes, premium.net.currency);
}

/** The tax on what is retained, by the tax's share of the premium. */
function shareOf({ net, taxes }: Premium, code: string, retained: Big): Big {
  const tax = taxes.find((one) => one.code === code);
  if (!tax || retained.eq(0)) return NOTHING;
  return retained.times(exact(tax.amount)).div(exact(net)).round(2);
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
