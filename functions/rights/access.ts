import type { Customer } from '../customers/customer.ts';
import { findCustomer } from '../customers/store.ts';
import type { Call } from '../middleware/call.ts';
import { Problem } from '../platform/problem.ts';

/** The customer that a call is about, which only staff make: a scope alone opens nothing to anybody else. */
export async function existingCustomer({
  path,
  principal,
}: Pick<Call, 'path' | 'principal'>): Promise<Customer> {
  if (principal.kind !== 'staff') throw new Problem('forbidden', 'Only the insurer’s staff may do this.');
  const customer = await findCustomer(path.customerId ?? '');
  if (!customer) throw new Problem('not-found', 'There is no such customer.');
  return customer;
}
