import { dayIn, type PlainDate } from '../platform/calendar.ts';
import { isRefusal, type Refusal } from '../platform/problem.ts';
import type { Product } from '../quotes/catalogue.ts';
import { refuseBackdating } from './backdating.ts';
import { coolingOffEnd } from './cooling-off.ts';
import { refuseBehindLoss } from './loss.ts';
import { type PolicyHistory, refuseEnded } from './policy.ts';
import { cancel } from './stack/acts.ts';
import type { Booking, Desk } from './stack/booking.ts';
import { takeBack } from './stack/sequence.ts';
import { isWithin, type Term } from './stack/term.ts';
import { type CancellationReason, type CancellationTerms, liveOf, pendingIn } from './stack/transaction.ts';

/** How many later transactions a cancellation may undo: none is applied anew, so the limit is a transaction's size. */
const DEEPEST = 80;

/** What a partner asks for. */
export interface CancellationRequest {
  effectiveDate: PlainDate;
  reason: CancellationReason;
}

/**
 * Cancels a policy as the product's table says of the reason. What was to take effect later is reversed, and
 * kept in mind for a reinstatement. Refused where cover has ended already, outside the terms, further back than
 * the product allows or than a loss that was notified, and for cooling-off once that is over.
 */
export function decideCancellation(
  policy: PolicyHistory,
  request: CancellationRequest,
  product: Product,
  desk: Desk,
): Booking | Refusal {
  const today = dayIn(product.timeZone, desk.issuedAt);
  const ended = refuseEnded(policy, today);
  if (ended) return ended;
  const how = termsOf(policy, request, product, today);
  if (isRefusal(how)) return how;
  const taken = takeBack(desk, policy.stack, how.effectiveDate, DEEPEST);
  if (isRefusal(taken)) return taken;
  return cancel(desk, taken.booking, { ...how, bringsBack: pendingIn(taken.later) });
}

function termsOf(
  policy: PolicyHistory,
  { effectiveDate, reason }: CancellationRequest,
  product: Product,
  today: PlainDate,
): (CancellationTerms & { effectiveDate: PlainDate }) | Refusal {
  const rule = product.cancellation[reason];
  const refusal = refuseReason(policy, { effectiveDate, reason }, product, today);
  if (refusal) return refusal;
  const beforeCover = today < policy.inception && effectiveDate <= policy.inception;
  const basis = (beforeCover && rule.beforeCover) || rule.basis;
  const term = termFor(policy, basis === 'flat' ? later(effectiveDate, policy.inception) : effectiveDate);
  if (isRefusal(term)) return term;
  // Flat is as if the term had never begun.
  const from = basis === 'flat' ? term.start : effectiveDate;
  const tooEarly = refuseBackdating(from, today, product) ?? refuseBehindLoss(policy.losses, from);
  if (tooEarly) return tooEarly;
  return {
    effectiveDate: from,
    reason,
    basis,
    standing: rule.lapses ? 'lapsed' : 'cancelled',
    returnedShare: basis === 'short-rate' ? product.shortRate.returnedShare : '1',
  };
}

/** Refuses a reason that is none any more: a policy with a claim was taken up, and nobody cools off for ever. */
function refuseReason(
  policy: PolicyHistory,
  { effectiveDate, reason }: CancellationRequest,
  product: Product,
  today: PlainDate,
): Refusal | undefined {
  const pointer = '/reason';
  if (product.cancellation[reason].refusedAfterClaim && policy.losses) {
    return { refusal: 'claim-notified', detail: 'A claim was notified: the policy was taken up.', pointer };
  }
  if (reason === 'cooling-off' && coolingOffEnd(policy, product) < later(today, effectiveDate)) {
    return { refusal: 'cooling-off-over', detail: 'The cooling-off period has ended by then.', pointer };
  }
  return undefined;
}

function later(one: PlainDate, other: PlainDate): PlainDate {
  return one > other ? one : other;
}

function termFor({ stack, inception }: PolicyHistory, date: PlainDate): Term | Refusal {
  const pointer = '/effectiveDate';
  if (date < inception) {
    return { refusal: 'end-before-start', detail: `Cover begins on ${inception}.`, pointer };
  }
  const terms = liveOf(stack).flatMap((act) => ('term' in act ? [act.term] : []));
  const term = terms.find((one) => isWithin(one, date));
  return term ?? { refusal: 'effective-date-outside-term', detail: 'No term holds that day.', pointer };
}
