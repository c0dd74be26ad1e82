import type { components } from '../../openapi/generated/types.ts';
import { addYears, dayIn, type PlainDate } from '../platform/calendar.ts';
import type { Instant } from '../platform/clock.ts';
import { type PolicyHistory, timelineIn } from '../policies/policy.ts';
import type { Product } from '../quotes/catalogue.ts';

/** What keeps a customer's values from being erased, and until when; null where no day is known. */
export type Blocker = components['schemas']['ErasureBlocker'];

/** What a policy holds an erasure up by: cover, or that it has to be kept for years after; undefined for neither. */
export function blockerOf(policy: PolicyHistory, product: Product, now: Instant): Blocker | undefined {
  const { policyId, standing } = policy;
  const today = dayIn(product.timeZone, now);
  const end = endOfCover(policy);
  // One that stands may be renewed, even on a day when nobody has come to that yet.
  if (standing === 'in-force') return { code: 'policy-in-force', policyId, until: null };
  if (today < end) return { code: 'policy-in-force', policyId, until: end };
  const until = addYears(end, product.retention.years);
  return today < until ? { code: 'retention', policyId, until } : undefined;
}

/** The first day without cover: of a policy that never had any, the day on which it was to begin. */
function endOfCover(policy: PolicyHistory): PlainDate {
  const covered = timelineIn(policy).findLast(({ standing }) => standing === 'in-force');
  return covered?.to ?? policy.inception;
}
