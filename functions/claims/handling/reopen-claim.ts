import type { Answer } from '../../middleware/call.ts';
import type { CallOf } from '../../middleware/implementation.ts';
import type { ClaimView } from '../view.ts';
import { reopen } from './closure.ts';
import { handleClaim, saying } from './handle-claim.ts';

/** Takes a closed claim up again. */
export function reopenClaim(call: CallOf<'reopenClaim'>): Promise<Answer<ClaimView>> {
  return handleClaim(call, reopen, saying(call.body.reason));
}
