import type { Answer } from '../middleware/call.ts';
import type { CallOf } from '../middleware/implementation.ts';
import { changeCustomer } from './change-customer.ts';
import { lift } from './restriction.ts';
import { type CustomerView, viewCustomer } from './view.ts';

/** Lets a customer's values be shown again to whoever may see them. */
export async function liftRestriction(call: CallOf<'liftRestriction'>): Promise<Answer<CustomerView>> {
  const customer = await changeCustomer(call, async (restricted) => ({ event: lift(restricted) }));
  return { body: viewCustomer(customer) };
}
