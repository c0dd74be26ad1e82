import type { Answer } from '../middleware/call.ts';
import type { CallOf } from '../middleware/implementation.ts';
import { decideCancellation } from './cancellation.ts';
import { openPolicy, transact } from './transact.ts';
import type { BookedView } from './view.ts';

/** Ends a policy's cover, by the product's table of reasons. */
export async function cancelPolicy(call: CallOf<'cancelPolicy'>): Promise<Answer<BookedView>> {
  const opened = await openPolicy(call, { toEndIt: true });
  const { policy, product, desk } = opened;
  return transact(call, opened, decideCancellation(policy, call.body, product, desk));
}
