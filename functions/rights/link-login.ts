import { findCustomerIdByIdentity, identityKeyOf } from '../customers/store.ts';
import type { Answer } from '../middleware/call.ts';
import type { CallOf } from '../middleware/implementation.ts';
import { changeCustomer } from './change-customer.ts';
import { link } from './login.ts';
import { type CustomerView, viewCustomer } from './view.ts';

/** Makes a login a customer's, of whom staff have made sure who they are. */
export async function linkLogin(call: CallOf<'linkLogin'>): Promise<Answer<CustomerView>> {
  const identityKey = await identityKeyOf(call.body);
  const customer = await changeCustomer(call, async (linked) => ({
    event: link(linked, await findCustomerIdByIdentity(identityKey)),
    identityKey,
  }));
  return { body: viewCustomer(customer) };
}
