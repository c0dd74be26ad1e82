import type { Customer, CustomerEvent } from '../customers/customer.ts';
import type { Refusal } from '../platform/problem.ts';
import { refuseErased } from './erasure.ts';

/** A person who has had more e-mail addresses than this is to be looked at. All of them are let go in one transaction. */
const MOST_LOGINS = 10;

/** The event of a login that becomes the customer's; none where it is already. `owner` is whose it is, if anybody's. */
export function link(customer: Customer, owner: string | undefined): CustomerEvent | Refusal | undefined {
  const { customerId } = customer;
  if (owner === customerId) return undefined;
  if (owner !== undefined)
    return { refusal: 'login-linked', detail: 'The login is that of another customer.' };
  if (customer.identityKeys.length >= MOST_LOGINS)
    return { refusal: 'conflict', detail: `A customer has ${MOST_LOGINS} logins at most.` };
  return refuseErased(customer) ?? { type: 'customer.linked', data: { customerId } };
}
