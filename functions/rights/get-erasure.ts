import type { Answer } from '../middleware/call.ts';
import type { CallOf } from '../middleware/implementation.ts';
import { Problem } from '../platform/problem.ts';
import { existingCustomer } from './access.ts';
import { type ErasureView, viewErasure } from './erasure.ts';

/** An erasure, and once it is done its result. */
export async function getErasure(call: CallOf<'getErasure'>): Promise<Answer<ErasureView>> {
  const customer = await existingCustomer(call);
  const { erasure } = customer;
  if (erasure?.erasureId !== call.path.erasureId) {
    throw new Problem('not-found', 'There is no such erasure.');
  }
  return { body: viewErasure(customer, erasure) };
}
