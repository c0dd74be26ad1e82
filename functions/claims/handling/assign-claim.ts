import type { Answer } from '../../middleware/call.ts';
import type { CallOf } from '../../middleware/implementation.ts';
import { queueNames } from '../triage/catalogue.ts';
import type { ClaimView } from '../view.ts';
import { assign } from './assignment.ts';
import { handleClaim } from './handle-claim.ts';

/** Moves a claim to another queue. */
export function assignClaim(call: CallOf<'assignClaim'>): Promise<Answer<ClaimView>> {
  return handleClaim(call, (claim, act) => assign(claim, call.body.queue, queueNames(), act));
}
