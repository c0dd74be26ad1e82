import type { Answer } from '../../middleware/call.ts';
import { readCursor } from '../../middleware/cursor.ts';
import type { CallOf } from '../../middleware/implementation.ts';
import { groundOf, TRIP_ID, visibleDevice } from './access.ts';
import { pageOfTrips } from './show-trips.ts';
import type { TripPage } from './view.ts';

/** A page of what was driven with a device, newest first. */
export async function listTrips(call: CallOf<'listTrips'>): Promise<Answer<TripPage>> {
  const { path, query } = call;
  const before = readCursor(query.cursor, TRIP_ID);
  const device = await visibleDevice(path.deviceId, call);
  const { page } = await pageOfTrips([device], { before, limit: query.limit ?? 25 });
  return { body: page, ...(await groundOf(call, device)) };
}
