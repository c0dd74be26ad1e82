import type { components } from '../../openapi/generated/types.ts';
import type { Customer } from '../customers/customer.ts';

/** What the contract shows of a customer, to staff. */
export type CustomerView = components['schemas']['Customer'];

/** A customer, by nothing that is personal. */
export function viewCustomer({ customerId, version, restricted, createdAt }: Customer): CustomerView {
  return { customerId, version, restricted, createdAt };
}
