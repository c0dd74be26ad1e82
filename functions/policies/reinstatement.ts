import { addDays, dayIn, type PlainDate } from '../platform/calendar.ts';
import { isRefusal, type Refusal } from '../platform/problem.ts';
import type { Product } from '../quotes/catalogue.ts';
import { tooFarBack } from './cancellation.ts';
import type { PolicyHistory } from './policy.ts';
import { lastCancellation, reinstate } from './stack/acts.ts';
import { type Booking, continuing, type Desk } from './stack/booking.ts';
import { reapply } from './stack/sequence.ts';
import { isWithin } from './stack/term.ts';
import type { Act, Cancellation } from './stack/transaction.ts';

/**
 * Begins cover again, with or without a gap since its cancellation. What the cancellation dropped comes back:
 * that which was to take effect in the gap with the reinstatement, the rest on its own day.
 */
export function decideReinstatement(
  policy: PolicyHistory,
  effectiveDate: PlainDate,
  product: Product,
  desk: Desk,
): Booking | Refusal {
  const booking = continuing(policy.stack);
  const cancellation = lastCancellation(booking);
  if (!cancellation || !isEnded(policy)) {
    return { refusal: 'policy-not-cancelled', detail: 'The policy is not cancelled.' };
  }
  const refusal = refuseDate(
    policy,
    cancellation,
    effectiveDate,
    product,
    dayIn(product.timeZone, desk.issuedAt),
  );
  if (refusal) return refusal;
  const dropped = droppedBy(policy, cancellation);
  const patches = dropped.flatMap((act) =>
    act.kind === 'change' && act.effectiveDate < effectiveDate ? [act.patch] : [],
  );
  const reinstated = reinstate(desk, booking, { effectiveDate, patches });
  if (isRefusal(reinstated)) return reinstated;
  const stillToCome = dropped.filter((act) => act.effectiveDate >= effectiveDate);
  return reapply(desk, reinstated, stillToCome);
}

function isEnded({ standing }: PolicyHistory): boolean {
  return standing === 'cancelled' || standing === 'lapsed';
}

function refuseDate(
  { term }: PolicyHistory,
  cancellation: Cancellation,
  date: PlainDate,
  product: Product,
  today: PlainDate,
): Refusal | undefined {
  const pointer = '/effectiveDate';
  if (date < cancellation.effectiveDate) {
    const detail = `Cover ended on ${cancellation.effectiveDate}.`;
    return { refusal: 'reinstatement-before-cancellation', detail, pointer };
  }
  if (!isWithin(term, date)) {
    return { refusal: 'effective-date-outside-term', detail: `The term ends on ${term.end}.`, pointer };
  }
  const earliest = addDays(today, -product.changes.backdatingDays);
  return date < earliest ? tooFarBack(earliest) : undefined;
}

/** What a cancellation dropped, in the order in which it was to take effect. */
function droppedBy({ stack }: PolicyHistory, { drops }: Cancellation): Act[] {
  return drops.flatMap((id) =>
    stack.filter((entry): entry is Act => entry.transactionId === id && entry.kind !== 'reversal'),
  );
}
