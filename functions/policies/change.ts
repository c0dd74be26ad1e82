import { addDays, dayIn, type PlainDate } from '../platform/calendar.ts';
import { isRefusal, type Refusal } from '../platform/problem.ts';
import type { Product } from '../quotes/catalogue.ts';
import { tooFarBack } from './cancellation.ts';
import { type PolicyHistory, refuseEnded } from './policy.ts';
import { change, coveredOn } from './stack/acts.ts';
import type { Booking, Desk } from './stack/booking.ts';
import type { Cover, Patch } from './stack/cover.ts';
import { type Restatement, reapply, takeBack } from './stack/sequence.ts';
import { timelineOf } from './stack/timeline.ts';
import { liveOf } from './stack/transaction.ts';

/** A change as it is asked for. */
export interface ChangeRequest {
  effectiveDate: PlainDate;
  patch: Patch;
  /** What it says of terms that were renewed already. */
  restate: Restatement;
}

/** The cover that a change would change, or why there is none to change on that day. */
export function coverToChange(
  policy: PolicyHistory,
  effectiveDate: PlainDate,
  product: Product,
  now: string,
): Cover | Refusal {
  const today = dayIn(product.timeZone, now);
  const ended = refuseEnded(policy, today);
  if (ended) return ended;
  const segment = coveredOn(timelineOf(liveOf(policy.stack)), effectiveDate);
  if (isRefusal(segment)) return segment;
  const earliest = addDays(today, -product.changes.backdatingDays);
  return effectiveDate < earliest ? tooFarBack(earliest) : segment.cover;
}

/**
 * Books a change at its place in the stack. What takes effect later is reversed and applied anew on top of it.
 */
export function decideChange(
  policy: PolicyHistory,
  { effectiveDate, patch, restate }: ChangeRequest,
  desk: Desk,
): Booking | Refusal {
  const taken = takeBack(desk, policy.stack, effectiveDate);
  if (isRefusal(taken)) return taken;
  const changed = change(desk, taken.booking, { effectiveDate, patch });
  if (isRefusal(changed)) return changed;
  return reapply(desk, changed, taken.later, { patch, restate });
}
