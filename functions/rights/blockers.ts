import type { components } from '../../openapi/generated/types.ts';
import type { Claim } from '../claims/claim.ts';
import { addDays, addYears, dayIn, type PlainDate } from '../platform/calendar.ts';
import type { Instant } from '../platform/clock.ts';
import { type PolicyHistory, timelineIn } from '../policies/policy.ts';
import type { Product } from '../quotes/catalogue.ts';

/** What keeps a customer's values from being erased, and until when; null where no day is known. */
export type Blocker = components['schemas']['ErasureBlocker'];

/** A policy of a customer, and all claims on it. */
export interface Holding {
  policy: PolicyHistory;
  claims: readonly Claim[];
}

/**
 * What a policy holds an erasure up by at an instant: its claims that are open; cover; or that it has to be kept for years
 * after both have ended.
 */
export function blockersIn(holding: Holding, product: Product, now: Instant): Blocker[] {
  const { policyId } = holding.policy;
  const open = holding.claims.filter(({ status }) => status !== 'closed');
  return [
    ...open.map(({ claimId }): Blocker => ({ code: 'claim-open', policyId, claimId, until: null })),
    ...blockersOfCover(holding, product, dayIn(product.timeZone, now)),
  ];
}

function blockersOfCover({ policy, claims }: Holding, product: Product, today: PlainDate): Blocker[] {
  const { policyId, standing, inception } = policy;
  // One that stands may be renewed, even on a day when nobody has come to that yet.
  if (standing === 'in-force') return [{ code: 'policy-in-force', policyId, until: null }];
  const covered = timelineIn(policy).findLast((segment) => segment.standing === 'in-force');
  if (covered && today < covered.to) return [{ code: 'policy-in-force', policyId, until: covered.to }];
  // One that never gave cover is kept as if it had ended on the day on which it was to begin.
  const ended = covered?.to ?? inception;
  const closed = claims.flatMap(({ closure }) => (closure ? [dayIn(product.timeZone, closure.at)] : []));
  const until = addYears([ended, ...closed].toSorted().at(-1) ?? ended, product.retention.years);
  return today < until ? [{ code: 'retention', policyId, until }] : [];
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
