import type { Answer } from '../../middleware/call.ts';
import type { CallOf } from '../../middleware/implementation.ts';
import type { ClaimView } from '../view.ts';
import { close } from './closure.ts';
import { handleClaim, saying } from './handle-claim.ts';

/** Ends a claim. */
export function closeClaim(call: CallOf<'closeClaim'>): Promise<Answer<ClaimView>> {
  return handleClaim(call, close, saying(call.body.reason));
}
