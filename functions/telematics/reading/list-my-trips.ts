import { listDevicesOfCustomer } from '../../devices/store.ts';
import type { Answer } from '../../middleware/call.ts';
import { readCursor } from '../../middleware/cursor.ts';
import type { CallOf } from '../../middleware/implementation.ts';
import { TRIP_ID } from './access.ts';
import { pageOfTrips } from './show-trips.ts';
import type { TripPage } from './view.ts';

/** A page of what the customer has driven, with whichever device, newest first and in clear. */
export async function listMyTrips({ principal, query }: CallOf<'listMyTrips'>): Promise<Answer<TripPage>> {
  const { customerId } = principal;
  if (customerId === undefined) return { body: { data: [], next: null } };
  const before = readCursor(query.cursor, TRIP_ID);
  const devices = await listDevicesOfCustomer(customerId);
  const { page, shown } = await pageOfTrips(devices, { before, limit: query.limit ?? 25 });
  const policyIds = new Set(shown.map(({ policyId }) => policyId));
  return {
    body: page,
    basis: 'customer',
    subject: { customerId, objects: [...policyIds].map((policyId) => ({ policyId })), restricted: false },
  };
}
