import type { Answer } from '../middleware/call.ts';
import { readCursor, writeCursor } from '../middleware/cursor.ts';
import type { CallOf } from '../middleware/implementation.ts';
import { CLAIM_ID } from './access.ts';
import { readPersonalOf } from './personal.ts';
import { listClaimIdsOfCustomer, readClaims } from './store.ts';
import { type MyClaimPage, viewClaim } from './view.ts';

/** A page of the customer's own claims, on whichever policy, newest first and in clear, without what is others'. */
export async function listMyClaims(call: CallOf<'listMyClaims'>): Promise<Answer<MyClaimPage>> {
  const { customerId } = call.principal;
  if (customerId === undefined) return { body: { data: [], next: null } };
  const before = readCursor(call.query.cursor, CLAIM_ID) ?? '~';
  const ids = (await listClaimIdsOfCustomer(customerId)).filter((id) => id < before);
  const page = ids.slice(0, call.query.limit ?? 25);
  const last = page.at(-1);
  const read = await readPersonalOf(customerId, await readClaims(page), { forStaff: false });
  const policyIds = new Set(read.map(({ claim }) => claim.policyId));
  return {
    body: {
      data: read.map(({ claim, personal }) => viewClaim(claim, personal, 'customer')),
      next: last !== undefined && ids.length > page.length ? writeCursor(last) : null,
    },
    basis: 'customer',
    subject: {
      customerId,
      objects: [...policyIds].map((policyId) => ({ policyId })),
      restricted: false,
    },
  };
}
