import type { Answer } from '../middleware/call.ts';
import { readCursor, writeCursor } from '../middleware/cursor.ts';
import type { CallOf } from '../middleware/implementation.ts';
import { dayIn } from '../platform/calendar.ts';
import { now } from '../platform/clock.ts';
import { productOf } from '../quotes/catalogue.ts';
import { POLICY_ID, readAt } from './access.ts';
import { readPersonalOf } from './personal.ts';
import { listPolicyIdsOfCustomer, readPolicies } from './store.ts';
import { type MyPolicyPage, viewPolicy } from './view.ts';

/** A page of the customer's own policies, of whichever partner, newest first and in clear. */
export async function listMyPolicies(call: CallOf<'listMyPolicies'>): Promise<Answer<MyPolicyPage>> {
  const { customerId } = call.principal;
  if (customerId === undefined) return { body: { data: [], next: null } };
  const before = readCursor(call.query.cursor, POLICY_ID) ?? '~';
  const ids = (await listPolicyIdsOfCustomer(customerId)).filter((id) => id < before);
  const page = ids.slice(0, call.query.limit ?? 25);
  const last = page.at(-1);
  const data = await viewsOf(customerId, page);
  return {
    body: { data, next: last !== undefined && ids.length > page.length ? writeCursor(last) : null },
    basis: 'customer',
    subject: { customerId, objects: page.map((policyId) => ({ policyId })), restricted: false },
  };
}

/** The policies as they are today, with all that is personal in them read at once. */
async function viewsOf(customerId: string, ids: readonly string[]): Promise<MyPolicyPage['data']> {
  const at = now();
  const today = await Promise.all(
    (await readPolicies(ids)).map(async (found) => {
      const date = dayIn(productOf(found).timeZone, at);
      return { date, ...(await readAt(found, date)) };
    }),
  );
  const read = await readPersonalOf(customerId, today);
  return read.map(({ policy, segment, personal, date }) => viewPolicy(policy, segment, personal, date));
}
