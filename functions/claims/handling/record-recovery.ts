import type { Answer } from '../../middleware/call.ts';
import type { CallOf } from '../../middleware/implementation.ts';
import { newId } from '../../platform/ids.ts';
import type { ClaimView } from '../view.ts';
import { recoveryIn } from './entered.ts';
import { handleClaim } from './handle-claim.ts';
import { recover } from './recovery.ts';

/** Records money that came back. */
export function recordRecovery(call: CallOf<'recordRecovery'>): Promise<Answer<ClaimView>> {
  const request = { recoveryId: newId('rcy'), ...call.body };
  return handleClaim(call, (claim, act) => recover(claim, request, act), { entered: recoveryIn });
}
