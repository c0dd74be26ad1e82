import { dayIn, type PlainDate } from '../platform/calendar.ts';
import { isRefusal, type Refusal } from '../platform/problem.ts';
import type { Product } from '../quotes/catalogue.ts';
import { refuseBackdating } from './backdating.ts';
import type { PolicyHistory } from './policy.ts';
import { lastCancellation, reinstate } from './stack/acts.ts';
import { type Booking, continuing, type Desk } from './stack/booking.ts';
import type { Patch } from './stack/cover.ts';
import { reapply } from './stack/sequence.ts';
import { isWithin } from './stack/term.ts';
import type { Cancellation, Pending } from './stack/transaction.ts';

/**
 * Begins cover again, with or without a gap since its cancellation. What the cancellation kept from taking
 * effect comes back: that which was to take effect in the gap with the reinstatement, the rest on its own day.
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
  const { patches, stillToCome } = broughtBack(cancellation.bringsBack, effectiveDate);
  const reinstated = reinstate(desk, booking, { effectiveDate, patches });
  return isRefusal(reinstated) ? reinstated : reapply(desk, reinstated, stillToCome);
}

/** What a reinstatement brings back: changes that it begins with, and acts that take effect on their own day. */
interface BroughtBack {
  patches: Patch[];
  stillToCome: Pending[];
}

/**
 * What comes back of acts that were kept from taking effect, when cover begins again on a day. An end that lies in the
 * gap does not: where cover was to begin again behind it, it now goes on, with the changes of that day; where it was
 * not, what that end had kept comes back in its place.
 */
function broughtBack(kept: readonly Pending[], date: PlainDate): BroughtBack {
  const { patches, stillToCome }: BroughtBack = { patches: [], stillToCome: [] };
  let passedOver = false;
  for (const [index, act] of kept.entries()) {
    if (act.kind === 'cancellation' && act.effectiveDate <= date) {
      const goesOn = kept.slice(index).some(({ kind }) => kind === 'reinstatement');
      const inItsPlace = goesOn ? { patches: [], stillToCome: [] } : broughtBack(act.bringsBack, date);
      patches.push(...inItsPlace.patches);
      stillToCome.push(...inItsPlace.stillToCome);
      passedOver = true;
    } else if (act.kind === 'reinstatement' && passedOver) {
      const changes = act.patches.map((patch) => ({ ...act, kind: 'change' as const, patch }));
      if (act.effectiveDate < date) patches.push(...act.patches);
      else stillToCome.push(...changes);
      passedOver = false;
    } else if (act.kind === 'change' && act.effectiveDate < date) patches.push(act.patch);
    else stillToCome.push(act);
  }
  return { patches, stillToCome };
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
  return refuseBackdating(date, today, product);
}
