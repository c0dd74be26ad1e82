import { dayIn, type PlainDate } from '../platform/calendar.ts';
import { isRefusal, type Refusal } from '../platform/problem.ts';
import type { Product } from '../quotes/catalogue.ts';
import { refuseBackdating } from './backdating.ts';
import { refuseBehindLoss } from './loss.ts';
import { type PolicyHistory, refuseEnded, timelineIn } from './policy.ts';
import { change, coveredOn } from './stack/acts.ts';
import type { Booking, Desk } from './stack/booking.ts';
import type { Cover } from './stack/cover.ts';
import { type LateChange, reapply, restated, takeBack } from './stack/sequence.ts';

/** How many later transactions one that comes out of sequence may go behind. */
const DEEPEST = 30;

/** A change as it is asked for. */
export interface ChangeRequest extends LateChange {
  effectiveDate: PlainDate;
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
  const segment = coveredOn(timelineIn(policy), effectiveDate);
  if (isRefusal(segment)) return segment;
  const tooEarly =
    refuseBackdating(effectiveDate, today, product) ?? refuseBehindLoss(policy.losses, effectiveDate);
  return tooEarly ?? segment.cover;
}

/**
 * Books a change at its place in the stack. What takes effect later is reversed and applied anew on top of it.
 */
export function decideChange(
  policy: PolicyHistory,
  { effectiveDate, patch, restate }: ChangeRequest,
  desk: Desk,
): Booking | Refusal {
  const taken = takeBack(desk, policy.stack, effectiveDate, DEEPEST);
  if (isRefusal(taken)) return taken;
  const changed = change(desk, taken.booking, { effectiveDate, patch });
  if (isRefusal(changed)) return changed;
  const later = restated(desk, taken.later, { patch, restate });
  return isRefusal(later) ? later : reapply(desk, changed, later);
}
