import type { Answer } from '../../middleware/call.ts';
import type { CallOf } from '../../middleware/implementation.ts';
import type { ClaimView } from '../view.ts';
import { decide } from './decision.ts';
import { handleClaim } from './handle-claim.ts';

/** Decides what is owed for a loss, or that nothing is. */
export function decideClaim(call: CallOf<'decideClaim'>): Promise<Answer<ClaimView>> {
  return handleClaim(call, (claim, act) => decide(claim, call.body, act));
}
