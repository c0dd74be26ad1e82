import type { components } from '../../../openapi/generated/triage-rules.ts';
import { addYears, completedYears, dayIn, daysBetween, type PlainDate } from '../../platform/calendar.ts';
import type { Instant } from '../../platform/clock.ts';
import { Decimal, type Money } from '../../platform/money.ts';
import { instantOf, isDay, type Moment } from '../../policies/moment.ts';
import type { PolicyHistory } from '../../policies/policy.ts';
import { type Act, liveOf, type Transaction } from '../../policies/stack/transaction.ts';
import type { Cause, LossCover } from '../claim.ts';

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
  const acts = liveOf(stack).filter(({ effectiveDate }) => effectiveDate <= occurredOn);
  const change = acts.findLast(({ kind }) => kind === 'change' || kind === 'reinstatement');
  const agreed = acts.filter(({ kind }) => kind !== 'cancellation').map((act) => originalOf(act, stack));
  return {
    daysSinceInception: daysBetween(inception, occurredOn),
    ...(change && { daysSinceChange: daysBetween(change.effectiveDate, occurredOn) }),
    agreedAfterLoss: agreed.some(({ issuedAt }) => isAgreedAfter(loss, issuedAt, timeZone)),
  };
}

/** Whether something was agreed after a loss; where only the day of that was said, on that day or later. */
function isAgreedAfter({ occurredAt, occurredOn }: ReportedLoss, issuedAt: Instant, timeZone: string): boolean {
  if (isDay(occurredAt)) return dayIn(timeZone, issuedAt) >= occurredOn;
  return issuedAt > instantOf(occurredAt, timeZone);
}

/** The transaction that was agreed on, where this one only applies it anew. */
function originalOf(act: Act, stack: readonly Transaction[]): Transaction {
  const original = stack.find(({ transactionId }) => transactionId === act.reappliesTransactionId);
  return original && original.kind !== 'reversal' ? originalOf(original, stack) : act;
}

function historyFacts({ occurredOn }: ReportedLoss, { losses = [] }: PolicyHistory): Facts {
  const [from, to] = [addYears(occurredOn, -1), addYears(occurredOn, 1)];
  // Either way: losses are not notified in the order in which they happen.
  const within = losses.filter((loss) => from < loss.occurredOn && loss.occurredOn < to);
  return {
    claimsWithinYear: within.length,
    sameDayLoss: within.some((loss) => loss.occurredOn === occurredOn),
  };
}
