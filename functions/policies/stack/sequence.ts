import type { PlainDate } from '../../platform/calendar.ts';
import { isRefusal, type Refusal } from '../../platform/problem.ts';
import { beginTerm, cancel, change, reinstate } from './acts.ts';
import { type Booking, type Desk, reversalOf } from './booking.ts';
import { type Cover, type Patch, partsOf, patched, without } from './cover.ts';
import { timelineOf } from './timeline.ts';
import { type Act, liveOf, type Renewal, type Transaction } from './transaction.ts';

/** How many later transactions one that comes out of sequence may go behind. */
const DEEPEST = 30;

/** A stack taken back to a day: a booking with the reversals of all that was to take effect later. */
export interface TakenBack {
  booking: Booking;
  /** Those reversed, in the order in which they took effect. */
  later: readonly Act[];
}

/** Reverses what takes effect after a day, the newest first. */
export function takeBack(desk: Desk, stack: readonly Transaction[], date: PlainDate): TakenBack | Refusal {
  const live = liveOf(stack);
  const earlier = live.filter(({ effectiveDate }) => effectiveDate <= date);
  const later = live.filter(({ effectiveDate }) => effectiveDate > date);
  if (later.length > DEEPEST) {
    const detail = `More than ${DEEPEST} transactions take effect after that day.`;
    return { refusal: 'too-many-later-transactions', detail, pointer: '/effectiveDate' };
  }
  const booked = later.toReversed().map((act) => reversalOf(desk, act));
  return { booking: { live: earlier, timeline: timelineOf(earlier), booked }, later };
}

/** What a change that comes late says of a term that was renewed meanwhile: its facts as of that term's start. */
export type Restatement = (renewal: Renewal) => Patch | Refusal;

/**
 * Applies reversed transactions anew, each priced on what is before it now. A renewal takes over what the late
 * change says, save for the parts that a later change said otherwise.
 */
export function reapply(
  desk: Desk,
  start: Booking,
  later: readonly Act[],
  late?: { patch: Patch; restate: Restatement },
): Booking | Refusal {
  let booking = start;
  let stillSaid: string[] = late ? partsOf(late.patch) : [];
  for (const act of later) {
    const restated =
      act.kind === 'renewal' && late ? restatedCover(desk, act, late.restate, stillSaid) : undefined;
    if (restated && isRefusal(restated)) return restated;
    const next = again(desk, booking, act, restated);
    if (isRefusal(next)) return next;
    booking = next;
    if (act.kind === 'change') stillSaid = stillSaid.filter((part) => !(part in act.patch));
  }
  return booking;
}

function restatedCover(
  desk: Desk,
  renewal: Renewal,
  restate: Restatement,
  stillSaid: readonly string[],
): Cover | Refusal {
  const patch = restate(renewal);
  if (isRefusal(patch)) return patch;
  const overruled = partsOf(patch).filter((part) => !stillSaid.includes(part));
  return desk.rate(patched(renewal.cover, without(patch, overruled)), renewal.cover);
}

function again(desk: Desk, booking: Booking, act: Act, restated: Cover | undefined): Booking | Refusal {
  const asked = { ...act, reappliesTransactionId: act.transactionId };
  switch (asked.kind) {
    case 'change':
      return change(desk, booking, asked);
    case 'cancellation':
      return cancel(desk, booking, asked);
    case 'reinstatement':
      return reinstate(desk, booking, asked);
    case 'renewal':
      return beginTerm(desk, booking, 'renewal', { ...asked, cover: restated ?? asked.cover });
    case 'issuance':
      throw new Error('nothing takes effect before a policy begins');
  }
}
