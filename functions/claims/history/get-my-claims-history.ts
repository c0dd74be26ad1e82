import type { Answer } from '../../middleware/call.ts';
import type { CallOf } from '../../middleware/implementation.ts';
import { ownHistory } from './access.ts';
import type { ClaimsHistory } from './claims-history.ts';

/** The customer's claims history, of whichever partner's policies. */
export async function getMyClaimsHistory(call: CallOf<'getMyClaimsHistory'>): Promise<Answer<ClaimsHistory>> {
  const { history, ...ground } = await ownHistory(call);
  return { body: history, ...ground };
}
