import type { Answer } from '../../middleware/call.ts';
import type { CallOf } from '../../middleware/implementation.ts';
import type { ClaimView } from '../view.ts';
import { approve } from './approval.ts';
import { handleClaim } from './handle-claim.ts';

/** Lets another pair of eyes approve what is payable. */
export function approvePayment(call: CallOf<'approvePayment'>): Promise<Answer<ClaimView>> {
  return handleClaim(call, (claim, act) => approve(claim, call.body, act));
}
