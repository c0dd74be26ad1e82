import type { Customer } from '../customers/customer.ts';
import { findCustomer } from '../customers/store.ts';
import type { Call } from '../middleware/call.ts';
import { Problem } from '../platform/problem.ts';

/** The customer that a call is about, which only staff make. */
export async function existingCustomer({ path }: Pick<Call, 'path'>): Promise<Customer> {
  const customer = await findCustomer(path.customerId ?? '');
  if (!customer) throw new Problem('not-found', 'There is no such customer.');
  return customer;
}
