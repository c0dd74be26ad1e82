import type { Customer, CustomerEvent } from '../customers/customer.ts';
import type { Refusal } from '../platform/problem.ts';
import { refuseErased } from './erasure.ts';

/** The event of a customer whose values are to be shown to nobody but them and staff; none where that is so already. */
export function restrict(customer: Customer): CustomerEvent | Refusal | undefined {
  const { customerId, restricted } = customer;
  if (restricted) return undefined;
  return refuseErased(customer) ?? { type: 'customer.restricted', data: { customerId } };
}

/** The event of a customer whose values may be shown again. */
export function lift(customer: Customer): CustomerEvent | Refusal {
  const { customerId, restricted } = customer;
  if (!restricted) return { refusal: 'not-restricted', detail: 'Processing is not restricted.' };
  return refuseErased(customer) ?? { type: 'customer.unrestricted', data: { customerId } };
}
