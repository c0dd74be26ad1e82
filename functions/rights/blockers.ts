import type { components } from '../../openapi/generated/types.ts';
import { addDays, addYears, dayIn } from '../platform/calendar.ts';
import type { Instant } from '../platform/clock.ts';
import { type PolicyHistory, timelineIn } from '../policies/policy.ts';
import type { Product } from '../quotes/catalogue.ts';

/** What keeps a customer's values from being erased, and until when; null where no day is known. */
export type Blocker = components['schemas']['ErasureBlocker'];

/** What a policy holds an erasure up by: cover, or that it has to be kept for years after; undefined for neither. */
export function blockerOf(policy: PolicyHistory, product: Product, now: Instant): Blocker | undefined {
  const { policyId, standing } = policy;
  const today = dayIn(product.timeZone, now);
  // One that stands may be renewed, even on a day when nobody has come to that yet.
  if (standing === 'in-force') return { code: 'policy-in-force', policyId, until: null };
  const covered = timelineIn(policy).findLast((segment) => segment.standing === 'in-force');
  if (covered && today < covered.to) return { code: 'policy-in-force', policyId, until: covered.to };
  // One that never gave cover is kept as if it had ended on the day on which it was to begin.
  const until = addYears(covered?.to ?? policy.inception, product.retention.years);
  return today < until ? { code: 'retention', policyId, until } : undefined;
}

/** Whether cover that has ended may be reinstated, and stand in the way then. */
export function mayBeginAgain(
  { standing, term }: Pick<PolicyHistory, 'standing' | 'term'>,
  product: Pick<Product, 'timeZone' | 'changes'>,
  now: Instant,
): boolean {
  const earliest = addDays(dayIn(product.timeZone, now), -product.changes.backdatingDays);
  return standing !== 'expired' && earliest < term.end;
}
