import type { Customer, CustomerEvent } from '../customers/customer.ts';
import { changeOfCustomer } from '../customers/store.ts';
import { type Call, originOf } from '../middleware/call.ts';
import { commitFor } from '../middleware/commit.ts';
import { now } from '../platform/clock.ts';
import type { Change, Write } from '../platform/commit.ts';
import type { Holdings } from '../platform/kept-key.ts';
import type { Origin } from '../platform/ledger.ts';
import { accepted, Problem, type Refusal } from '../platform/problem.ts';
import { existingCustomer } from './access.ts';

type ChangeCall = Omit<Call, 'query'>;

/** When something is decided, and on whose behalf. */
type Circumstances = Pick<Change, 'occurredAt'> & { origin: Origin };

/** What is decided about a customer. Without an event nothing is to be done. */
export interface Decision {
  event: CustomerEvent | Refusal | undefined;
  /** The identity that the event is about. */
  identityKey?: string;
  /** How many policies and claims of the customer an erasure was decided on. */
  holdings?: Holdings;
  /** What else must be as it was when this was decided. */
  records?: readonly Write[];
  /** What changes along with the customer. */
  others?: readonly Change[];
}

/**
 * Does to a customer what is decided, and gives the customer as they are then. Where somebody else has changed them
 * meanwhile it is decided again.
 */
export async function changeCustomer(
  call: ChangeCall,
  decide: (customer: Customer, about: Circumstances) => Promise<Decision>,
): Promise<Customer> {
  const origin = originOf(call, call.principal.partnerId);
  do {
    const about = { occurredAt: now(), origin };
    const before = await existingCustomer(call);
    const { event, others = [], ...more } = await decide(before, about);
    if (!event) return before;
    const { customer, change } = changeOfCustomer(before, accepted(event), { ...about, ...more });
    if ((await commitFor(call, [change, ...others])) === 'committed') return customer;
  } while (Date.now() < call.deadline);
  throw new Problem('service-unavailable', 'Nothing was done: the customer was being changed.');
}
