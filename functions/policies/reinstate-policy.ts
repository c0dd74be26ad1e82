import type { Answer } from '../middleware/call.ts';
import type { CallOf } from '../middleware/implementation.ts';
import { holderMustRemain } from './holder-store.ts';
import { decideReinstatement } from './reinstatement.ts';
import { openPolicy, transact } from './transact.ts';
import type { BookedView } from './view.ts';

/** Begins the cover of a cancelled policy again. */
export async function reinstatePolicy(call: CallOf<'reinstatePolicy'>): Promise<Answer<BookedView>> {
  const opened = await openPolicy(call);
  const { policy, product, desk } = opened;
  const decision = decideReinstatement(policy, call.body.effectiveDate, product, desk);
  return transact(call, opened, decision, { records: [await holderMustRemain(policy)] });
}
