import type { Answer } from '../../middleware/call.ts';
import type { CallOf } from '../../middleware/implementation.ts';
import type { ClaimView } from '../view.ts';
import { close } from './closure.ts';
import { handleClaim } from './handle-claim.ts';

/** Ends a claim. */
export function closeClaim(call: CallOf<'closeClaim'>): Promise<Answer<ClaimView>> {
  return handleClaim(call, close, { words: call.body.reason });
}
