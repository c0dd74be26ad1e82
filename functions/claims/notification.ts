import { dayIn, type PlainDate } from '../platform/calendar.ts';
import type { Instant } from '../platform/clock.ts';
import { isRefusal, type Refusal } from '../platform/problem.ts';
import { dayOf, instantOf } from '../policies/moment.ts';
import type { PolicyHistory } from '../policies/policy.ts';
import type { Segment } from '../policies/stack/timeline.ts';
import type { Product } from '../quotes/catalogue.ts';
import type { LossCover, NotifiedLoss, Party } from './claim.ts';
import { type ClaimEvent, evolve } from './claim-event.ts';
import { isInjury, type LossNotification } from './loss.ts';
import { lossCoverOf, segmentCovering } from './loss-of-policy.ts';
import { protocolNumberOf } from './protocol-number.ts';
import type { Publication } from './triage/catalogue.ts';
import { factsOf, type ReportedLoss } from './triage/facts.ts';
import { told } from './triage/told.ts';
import { settleAtOnce, triage } from './triage/triage.ts';

/** When something happened, by what was said of it, and what covered that day. */
export interface Occurrence {
  /** In the product's time zone. */
  occurredOn: PlainDate;
  segment: Segment;
  cover: LossCover;
}

/**
 * What a policy covered when something happened: the segment of that day counts, not that of today. Refused where that is
 * still to come, where there was no cover then, and where the estimate is in another currency.
 */
export function occurrenceOf(
  { occurredAt, estimatedAmount }: LossNotification,
  policy: PolicyHistory,
  product: Product,
  now: Instant,
): Occurrence | Refusal {
  const { timeZone, currency } = product;
  if (now < instantOf(occurredAt, timeZone)) {
    const detail = 'A loss is notified once it has happened.';
    return { refusal: 'loss-in-the-future', detail, pointer: '/occurredAt' };
  }
  if (estimatedAmount && estimatedAmount.currency !== currency) {
    const detail = `The amount must be in ${currency}.`;
    return { refusal: 'currency-mismatch', detail, pointer: '/estimatedAmount' };
  }
  const occurredOn = dayOf(occurredAt, timeZone);
  const segment = segmentCovering(policy, occurredOn);
  if (isRefusal(segment)) return segment;
  return { occurredOn, segment, cover: lossCoverOf(segment, policy.version, product) };
}

/** What a notification adds to what was said: ids, what is kept where, who said it and when. */
export interface Receipt extends Pick<NotifiedLoss, 'claimId' | 'lossRecord' | 'notifiedAt' | 'notifiedBy'> {
  parties: readonly Party[];
  /** Whether any of the vehicles is the insured one. */
  insuredVehicle: boolean;
}

/** What a notification is about, and the rules that judge it. */
export interface Circumstances {
  policy: PolicyHistory;
  occurrence: Occurrence;
  timeZone: string;
  publication: Publication;
}

/** What a loss begins: a claim that is triaged, and settled where it goes straight through. */
export function notify(
  said: LossNotification,
  receipt: Receipt,
  circumstances: Circumstances,
): readonly ClaimEvent[] {
  const { policy, occurrence, timeZone, publication } = circumstances;
  const { occurredOn, cover } = occurrence;
  const { claimId, notifiedAt } = receipt;
  const notifiedOn = dayIn(timeZone, notifiedAt);
  const reported = reportedLoss(said, receipt, { occurredOn, notifiedOn });
  const outcome = triage(publication, factsOf(reported, cover, policy, timeZone), notifiedAt);
  const { partnerId, policyId, customerId, product } = policy;
  const notified: ClaimEvent = {
    type: 'claim.notified',
    data: {
      ...receipt,
      protocolNumber: protocolNumberOf(claimId, notifiedOn),
      ...{ partnerId, policyId, customerId, product },
      ...{ cause: said.cause, occurredAt: said.occurredAt, occurredOn, cover },
      ...{ triage: outcome, queue: outcome.queue, route: outcome.route },
      reasons: told(outcome.reasons).map(({ code }) => code),
    },
  };
  const claim = evolve(undefined, [notified], { version: 1, occurredAt: notifiedAt });
  return [notified, ...settleAtOnce(claim, notifiedAt)];
}

/** A notification as triage looks at it. */
function reportedLoss(
  said: LossNotification,
  { insuredVehicle }: Receipt,
  days: Pick<ReportedLoss, 'occurredOn' | 'notifiedOn'>,
): ReportedLoss {
  const { cause, occurredAt, estimatedAmount, litigation = false, authorityReport, vehicles = [] } = said;
  return {
    ...{ cause, occurredAt, ...days, litigation },
    ...(estimatedAmount && { estimatedAmount }),
    injury: isInjury(said),
    authorityReport: authorityReport !== undefined,
    otherVehiclesOnly: vehicles.length > 0 && !insuredVehicle,
  };
}
