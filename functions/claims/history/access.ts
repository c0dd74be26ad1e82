import type { Call } from '../../middleware/call.ts';
import type { Ground } from '../../middleware/clearance.ts';
import { dayIn } from '../../platform/calendar.ts';
import { now } from '../../platform/clock.ts';
import { variable } from '../../platform/env.ts';
import { readPersonalOf } from '../../policies/personal.ts';
import { segmentFor, timelineIn } from '../../policies/policy.ts';
import { findHistory, listPolicyIdsOfCustomer } from '../../policies/store.ts';
import { productOf } from '../../quotes/catalogue.ts';
import type { Claim } from '../claim.ts';
import { listClaimIdsOfCustomer, readClaims } from '../store.ts';
import { type ClaimsHistory, claimsHistoryOf, type Occasion, type PolicyRecord } from './claims-history.ts';

/** A customer's claims history as of now, and the ground on which the customer sees it. A login may be nobody's. */
export async function ownHistory({
  principal,
}: Pick<Call, 'principal'>): Promise<Ground & { history: ClaimsHistory }> {
  const { customerId } = principal;
  const occasion = { insurer: variable('INSURER_NAME'), at: now() };
  if (customerId === undefined) return { history: claimsHistoryOf([], occasion) };
  const history = claimsHistoryOf(await recordsOf(customerId, occasion), occasion);
  const objects = history.policies.map(({ policyId }) => ({ policyId }));
  return { history, basis: 'customer', subject: { customerId, objects, restricted: false } };
}

/** All policies of a customer, newest first, with their claims. */
async function recordsOf(customerId: string, { at }: Occasion): Promise<PolicyRecord[]> {
  const [policyIds, claimIds] = await Promise.all([
    listPolicyIdsOfCustomer(customerId),
    listClaimIdsOfCustomer(customerId),
  ]);
  const [policies, claims] = await Promise.all([
    Promise.all(policyIds.map((policyId) => findHistory(policyId))),
    readClaims(claimIds),
  ]);
  const shown = policies.flatMap((policy) => {
    if (!policy) return [];
    const product = productOf(policy);
    return { policy, product, segment: segmentFor(timelineIn(policy), dayIn(product.timeZone, at)) };
  });
  const read = await readPersonalOf(customerId, shown);
  const claimsBy = Map.groupBy(claims, ({ policyId }: Claim) => policyId);
  return read.map((record) => ({ ...record, claims: claimsBy.get(record.policy.policyId) ?? [] }));
}
