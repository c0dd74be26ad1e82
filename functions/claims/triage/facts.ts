import type { components } from '../../../openapi/generated/triage-rules.ts';
import { addYears, completedYears, dayIn, daysBetween, type PlainDate } from '../../platform/calendar.ts';
import type { Instant } from '../../platform/clock.ts';
import { Decimal, type Money } from '../../platform/money.ts';
import { instantOf, isDay, type Moment } from '../../policies/moment.ts';
import type { PolicyHistory } from '../../policies/policy.ts';
import type { Cause, LossCover } from '../claim.ts';
import { agreementsBehind } from './agreement.ts';

/**
 * What triage rules look at: derived from a notification and its policy, and naming nobody. An estimate is one of them, as
 * a vehicle's value is one of a quote's. `openapi/triage-rules.yaml` says what each is.
 */
export type Facts = Readonly<{ [Name in components['schemas']['Fact']]?: string | number | boolean }>;

/** As much of a notification as triage needs to know. */
export interface ReportedLoss {
  cause: Cause;
  /** As it was said: a day, or an instant. */
  occurredAt: Moment;
  occurredOn: PlainDate;
  /** The day of the notification, as all days in the product's time zone. */
  notifiedOn: PlainDate;
  estimatedAmount?: Money;
  injury: boolean;
  litigation: boolean;
  authorityReport: boolean;
  otherVehiclesOnly: boolean;
}

/** The facts of a loss when it is notified: no document is attached yet. */
export function factsOf(
  loss: ReportedLoss,
  cover: LossCover,
  policy: PolicyHistory,
  timeZone: string,
): Facts {
  const { cause, injury, litigation, authorityReport, otherVehiclesOnly } = loss;
  return {
    ...{ cause, injury, litigation, authorityReport, otherVehiclesOnly },
    kind: cover.kind,
    causeCovered: cover.causes.includes(cause),
    ...amountFacts(loss, cover),
    ...reportFacts(loss),
    ...policyFacts(loss, policy, timeZone),
    ...historyFacts(loss, policy),
    documents: 0,
  };
}

function amountFacts({ estimatedAmount }: ReportedLoss, { straightThroughAmount }: LossCover): Facts {
  if (!estimatedAmount) return { amountKnown: false };
  const amount = new Decimal(estimatedAmount.amount);
  return {
    amountKnown: true,
    estimatedAmount: amount.toNumber(),
    aboveStraightThrough: amount.gt(straightThroughAmount.amount),
  };
}

function reportFacts({ occurredOn, notifiedOn }: ReportedLoss): Facts {
  return {
    daysToReport: daysBetween(occurredOn, notifiedOn),
    yearsToReport: completedYears(occurredOn, notifiedOn),
  };
}

function policyFacts(loss: ReportedLoss, { inception, stack }: PolicyHistory, timeZone: string): Facts {
  const { occurredOn } = loss;
  const agreements = agreementsBehind(stack, occurredOn, timeZone);
  const changedOn = agreements
    .filter(({ kind, since }) => ['change', 'reinstatement'].includes(kind) && since <= occurredOn)
    .map(({ since }) => since)
    .sort()
    .at(-1);
  return {
    daysSinceInception: daysBetween(inception, occurredOn),
    ...(changedOn !== undefined && { daysSinceChange: daysBetween(changedOn, occurredOn) }),
    agreedAfterLoss: agreements.some(({ agreedAt }) => isAgreedAfter(loss, agreedAt, timeZone)),
  };
}

/** Whether something was agreed after a loss; where only the day of that was said, on that day or later. */
function isAgreedAfter(
  { occurredAt, occurredOn }: ReportedLoss,
  agreedAt: Instant,
  timeZone: string,
): boolean {
  if (isDay(occurredAt)) return dayIn(timeZone, agreedAt) >= occurredOn;
  return agreedAt > instantOf(occurredAt, timeZone);
}

/** Of all years that this loss falls in, the one with the most others counts. */
function historyFacts({ occurredOn }: ReportedLoss, { losses = [] }: PolicyHistory): Facts {
  const days = losses.map((loss) => loss.occurredOn);
  const within = (start: PlainDate, day: PlainDate) => start <= day && day < addYears(start, 1);
  const years = [occurredOn, ...days].filter((start) => within(start, occurredOn));
  const others = years.map((start) => days.filter((day) => within(start, day)).length);
  return { claimsWithinYear: Math.max(...others), sameDayLoss: days.includes(occurredOn) };
}
