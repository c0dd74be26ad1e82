import type { Answer } from '../../middleware/call.ts';
import type { CallOf } from '../../middleware/implementation.ts';
import type { Claim } from '../claim.ts';
import { keepReopening } from '../personal.ts';
import type { ClaimView } from '../view.ts';
import { reopen } from './closure.ts';
import { handleClaim, saying } from './handle-claim.ts';

/** Takes a closed claim up again, unless its customer was erased. */
export function reopenClaim(call: CallOf<'reopenClaim'>): Promise<Answer<ClaimView>> {
  const { reason } = call.body;
  const said = saying(reason);
  const keep = ({ customerId }: Claim) => keepReopening(customerId, said.noteId, reason);
  return handleClaim(call, reopen, { ...said, keep });
}
