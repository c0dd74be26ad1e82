import { Decimal } from '../../platform/money.ts';
import { isRefusal, type Refusal } from '../../platform/problem.ts';
import { type Booking, book, type Desk } from './booking.ts';
import { type Cover, type Patch, patched } from './cover.ts';
import { exact, type Movement, opposite, totalMovement } from './movement.ts';
import type { Term } from './term.ts';
import { extend, netOf, type Segment, segmentAt, type Timeline } from './timeline.ts';
import type { Cancellation, CancellationTerms, Counted } from './transaction.ts';

/** An act as it is asked for; what it repeats, when it stood in the stack before. */
interface Asked {
  effectiveDate: string;
  reappliesTransactionId?: string;
}

/** A term that is to begin, and what its level counts. */
type TermAsked = Omit<Asked, 'effectiveDate'> & { term: Term; cover: Cover } & Counted;

/** Begins a policy, or its next term. */
export function beginTerm(
  desk: Desk,
  booking: Booking,
  kind: 'issuance' | 'renewal',
  { term, cover, claimsAtFault, claimsCleared, reappliesTransactionId }: TermAsked,
): Booking {
  const effect = {
    ...{ kind, effectiveDate: term.start, term, cover },
    ...(claimsAtFault && { claimsAtFault }),
    ...(claimsCleared && { claimsCleared }),
    ...again(reappliesTransactionId),
  } as const;
  return book(desk, booking, effect, { wholeTerm: true });
}

/** Changes what is covered from a day on, priced on the book of its term. */
export function change(
  desk: Desk,
  booking: Booking,
  { effectiveDate, patch, reappliesTransactionId }: Asked & { patch: Patch },
): Booking | Refusal {
  const segment = coveredOn(booking.timeline, effectiveDate);
  if (isRefusal(segment)) return segment;
  const cover = desk.rate(patched(segment.cover, patch), segment.cover);
  if (isRefusal(cover)) return cover;
  return book(desk, booking, {
    kind: 'change',
    effectiveDate,
    patch,
    cover,
    ...again(reappliesTransactionId),
  });
}

/**
 * Ends cover from a day on. Of what is not earned by then, the share that is not returned becomes a charge; flat, all
 * that was moved for the term moves back.
 */
export function cancel(
  desk: Desk,
  booking: Booking,
  asked: Asked & CancellationTerms & Pick<Cancellation, 'bringsBack'>,
): Booking | Refusal {
  const segment = coveredOn(booking.timeline, asked.effectiveDate);
  if (isRefusal(segment)) return segment;
  const { effectiveDate, reason, basis, standing, returnedShare, bringsBack, reappliesTransactionId } = asked;
  const effect = {
    kind: 'cancellation' as const,
    ...{ effectiveDate, reason, basis, standing, returnedShare, bringsBack },
    ...again(reappliesTransactionId),
  };
  if (basis === 'flat') {
    return book(desk, booking, effect, { movement: opposite(movedFor(segment.term, booking)) });
  }
  const unearned = netOf(booking.timeline).minus(netOf(extend(booking.timeline, effect)));
  return book(desk, booking, effect, { retained: unearned.minus(unearned.times(returnedShare).round(2)) });
}

/** All that was moved for a term so far. */
function movedFor({ start }: Term, { live }: Booking): Movement {
  const acts = live.filter(({ effectiveDate }) => effectiveDate >= start);
  return totalMovement(acts.map(({ premiumMovement }) => premiumMovement));
}

/**
 * Begins cover again after its cancellation, with the changes that fell into the time without, and gives back what was
 * retained. Without a gap it moves just what the cancellation moved.
 */
export function reinstate(
  desk: Desk,
  booking: Booking,
  { effectiveDate, patches, reappliesTransactionId }: Asked & { patches: readonly Patch[] },
): Booking | Refusal {
  const cancellation = lastCancellation(booking);
  const ended = segmentAt(booking.timeline, effectiveDate);
  if (!cancellation || !ended || ended.standing === 'in-force') {
    return { refusal: 'policy-not-cancelled', detail: 'There is no cancellation to take back.' };
  }
  const cover = patches.reduce<Cover | Refusal>(
    (before, patch) => (isRefusal(before) ? before : desk.rate(patched(before, patch), before)),
    ended.cover,
  );
  if (isRefusal(cover)) return cover;
  const effect = {
    kind: 'reinstatement' as const,
    ...{ effectiveDate, patches, cover },
    ...again(reappliesTransactionId),
  };
  const retained = cancellation.charges.reduce((sum, { amount }) => sum.minus(exact(amount)), new Decimal(0));
  return effectiveDate === cancellation.effectiveDate
    ? book(desk, booking, effect, { retained, movement: opposite(cancellation.premiumMovement) })
    : book(desk, booking, effect, { retained, wholeTerm: cancellation.basis === 'flat' });
}

/** The cancellation that counts last. */
export function lastCancellation({ live }: Pick<Booking, 'live'>): Cancellation | undefined {
  return live.findLast((act) => act.kind === 'cancellation');
}

/** The segment with cover that spans a day. */
export function coveredOn(timeline: Timeline, date: string): Segment | Refusal {
  const segment = segmentAt(timeline, date);
  if (segment?.standing === 'in-force') return segment;
  const pointer = '/effectiveDate';
  if (segment)
    return { refusal: 'policy-cancelled', detail: `The policy is ${segment.standing} on that day.`, pointer };
  return { refusal: 'effective-date-outside-term', detail: 'No term holds that day.', pointer };
}

function again(reappliesTransactionId: string | undefined): { reappliesTransactionId?: string } {
  return reappliesTransactionId === undefined ? {} : { reappliesTransactionId };
}
