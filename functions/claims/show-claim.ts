import type { Answer, Call } from '../middleware/call.ts';
import { liftedBy } from '../middleware/clearance.ts';
import { basisOf, groundOf } from './access.ts';
import type { Claim } from './claim.ts';
import { othersIn } from './others.ts';
import { readPersonal } from './personal.ts';
import { type ClaimView, viewClaim } from './view.ts';

/** Answers with a claim as its caller may see it, before it is masked, and with what else the answer is to say. */
export async function showClaim(
  call: Pick<Call, 'operation' | 'principal'>,
  claim: Claim,
  more: Partial<ClaimView> = {},
): Promise<Answer<ClaimView>> {
  const basis = basisOf(call, claim);
  const isStaff = basis === 'staff';
  const personal = await readPersonal(claim, { forStaff: isStaff });
  return {
    body: { ...viewClaim(claim, personal, basis), ...more },
    version: claim.version,
    ...groundOf(call, claim, personal.restricted),
    ...(isStaff && { others: othersIn(personal, liftedBy(call.operation, basis)) }),
  };
}
