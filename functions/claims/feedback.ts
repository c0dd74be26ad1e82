import { type Call, originOf } from '../middleware/call.ts';
import { now } from '../platform/clock.ts';
import type { Change } from '../platform/commit.ts';
import { notBefore } from '../policies/moment.ts';
import { lossRecorded } from '../policies/policy.ts';
import { changeOf, findHistory } from '../policies/store.ts';
import { productOf } from '../quotes/catalogue.ts';
import type { Claim } from './claim.ts';
import { isAtFault } from './handling/figures.ts';

/**
 * What a policy is told when a loss on it becomes one at fault, or is none any more: its next renewal counts it. It is
 * committed along with what made it so.
 */
export async function feedbackOn(call: Omit<Call, 'query'>, before: Claim, after: Claim): Promise<Change[]> {
  const atFault = isAtFault(after);
  if (atFault === isAtFault(before)) return [];
  const { claimId, policyId, occurredOn } = after;
  const policy = await findHistory(policyId);
  if (!policy) throw new Error(`claim ${claimId} is on no policy`);
  const origin = originOf(call, policy.partnerId);
  const about = { occurredAt: notBefore(policy, now()), origin, product: productOf(after) };
  return [changeOf(policy, [lossRecorded(policy, { claimId, occurredOn, atFault })], about).change];
}
