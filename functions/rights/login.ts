import type { Customer, CustomerEvent } from '../customers/customer.ts';
import type { Refusal } from '../platform/problem.ts';
import { refuseErased } from './erasure.ts';

/** The event of a login that becomes the customer's; none where it is already. `owner` is whose it is, if anybody's. */
export function link(customer: Customer, owner: string | undefined): CustomerEvent | Refusal | undefined {
  const { customerId } = customer;
  if (owner === customerId) return undefined;
  if (owner !== undefined)
    return { refusal: 'login-linked', detail: 'The login is that of another customer.' };
  return refuseErased(customer) ?? { type: 'customer.linked', data: { customerId } };
}
