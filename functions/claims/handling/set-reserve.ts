import type { Answer } from '../../middleware/call.ts';
import type { CallOf } from '../../middleware/implementation.ts';
import type { ClaimView } from '../view.ts';
import { handleClaim, saying } from './handle-claim.ts';
import { reserve } from './reserve.ts';

/** Sets aside what a claim is expected to cost yet. */
export function setReserve(call: CallOf<'setReserve'>): Promise<Answer<ClaimView>> {
  const { reason, ...request } = call.body;
  return handleClaim(call, (claim, act) => reserve(claim, request, act), saying(reason));
}
