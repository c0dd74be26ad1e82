import type { PlainDate } from '../../platform/calendar.ts';
import { isRefusal, type Refusal } from '../../platform/problem.ts';
import { beginTerm, cancel, change, reinstate } from './acts.ts';
import { type Booking, type Desk, reversalOf } from './booking.ts';
import { type Patch, partsOf, patched, without } from './cover.ts';
import { timelineOf } from './timeline.ts';
import { type Act, liveOf, type Pending, type Transaction } from './transaction.ts';

/** A stack taken back to a day: a booking with the reversals of all that was to take effect later. */
export interface TakenBack {
  booking: Booking;
  /** Those reversed, in the order in which they took effect. */
  later: readonly Act[];
}

/** Reverses what takes effect after a day, the newest first; refused where that is more than `deepest`. */
export function takeBack(
  desk: Desk,
  stack: readonly Transaction[],
  date: PlainDate,
  deepest: number,
): TakenBack | Refusal {
  const live = liveOf(stack);
  const earlier = live.filter(({ effectiveDate }) => effectiveDate <= date);
  const later = live.filter(({ effectiveDate }) => effectiveDate > date);
  if (later.length > deepest) {
    const detail = `More than ${deepest} transactions take effect after that day.`;
    return { refusal: 'too-many-later-transactions', detail, pointer: '/effectiveDate' };
  }
  const booked = later.toReversed().map((act) => reversalOf(desk, act));
  return { booking: { live: earlier, timeline: timelineOf(earlier), booked }, later };
}

/** Applies what was reversed, or kept from taking effect, anew: each priced on what is before it now. */
export function reapply(desk: Desk, start: Booking, later: readonly (Act | Pending)[]): Booking | Refusal {
  return later.reduce<Booking | Refusal>(
    (booking, act) => (isRefusal(booking) ? booking : replayed(desk, booking, act)),
    start,
  );
}

function replayed(desk: Desk, booking: Booking, act: Act | Pending): Booking | Refusal {
  const asked = { ...act, reappliesTransactionId: act.transactionId };
  switch (asked.kind) {
    case 'change':
      return change(desk, booking, asked);
    case 'cancellation':
      return cancel(desk, booking, asked);
    case 'reinstatement':
      return reinstate(desk, booking, asked);
    case 'renewal':
      return beginTerm(desk, booking, 'renewal', asked);
    case 'issuance':
      throw new Error('nothing takes effect before a policy begins');
  }
}

/** A change that comes after terms were renewed: what it says of each, given those between. */
export interface LateChange {
  patch: Patch;
  restate: (renewal: PendingRenewal, earlier: readonly PendingRenewal[]) => Patch | Refusal;
}

type PendingRenewal = Extract<Pending, { kind: 'renewal' }>;

/**
 * Later acts as they are with a late change: a renewal takes over what that says, save for the parts of which a later
 * change said otherwise; so does one that a cancellation kept from taking effect.
 */
export function restated(desk: Desk, later: readonly Act[], late: LateChange): readonly Act[] | Refusal {
  return restatedAll(desk, later, late, { parts: partsOf(late.patch), renewals: [] });
}

/** The parts that are still as the late change says, and the terms that have begun since. */
interface Walk {
  parts: readonly string[];
  renewals: readonly PendingRenewal[];
}

function restatedAll<One extends Act | Pending>(
  desk: Desk,
  acts: readonly One[],
  late: LateChange,
  start: Walk,
): readonly One[] | Refusal {
  const done: One[] = [];
  let walk = start;
  for (const act of acts) {
    const next = restatedOne(desk, act, late, walk);
    if (isRefusal(next)) return next;
    done.push(next as One);
    walk = {
      parts: walk.parts.filter((part) => !saidBy(act).includes(part)),
      renewals: act.kind === 'renewal' ? [...walk.renewals, act] : walk.renewals,
    };
  }
  return done;
}

function restatedOne(desk: Desk, act: Act | Pending, late: LateChange, walk: Walk): Act | Pending | Refusal {
  if (act.kind === 'cancellation') {
    const bringsBack = restatedAll(desk, act.bringsBack, late, walk);
    return isRefusal(bringsBack) ? bringsBack : { ...act, bringsBack };
  }
  if (act.kind !== 'renewal') return act;
  const patch = late.restate(act, walk.renewals);
  if (isRefusal(patch)) return patch;
  const overruled = partsOf(patch).filter((part) => !walk.parts.includes(part));
  const cover = desk.rate(patched(act.cover, without(patch, overruled)), act.cover);
  return isRefusal(cover) ? cover : { ...act, cover };
}

function saidBy(act: Act | Pending): string[] {
  if (act.kind === 'change') return partsOf(act.patch);
  return act.kind === 'reinstatement' ? act.patches.flatMap(partsOf) : [];
}
