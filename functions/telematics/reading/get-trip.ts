import type { Answer } from '../../middleware/call.ts';
import { clearanceOf } from '../../middleware/clearance.ts';
import type { CallOf } from '../../middleware/implementation.ts';
import { batchesIn } from '../points/batch-store.ts';
import type { Point } from '../points/point.ts';
import { inOrder } from '../points/stretch.ts';
import type { Trip } from '../trips/trip.ts';
import { groundOf, visibleTrip } from './access.ts';
import { showTrip, standingTrip } from './show-trips.ts';
import { type TripView, viewPositions } from './view.ts';

/** A trip as it stands; with where it led, for as long as that is kept, where the customer consents to that too. */
export async function getTrip(call: CallOf<'getTrip'>): Promise<Answer<TripView>> {
  const { trip: kept, device } = await visibleTrip(call.path.tripId, call);
  const [trip, ground] = await Promise.all([standingTrip(kept), groundOf(call, device)]);
  const body = showTrip({ trip, device });
  // What would be masked is not even read.
  if (!clearanceOf(call, ground).lifted.has('location')) return { body, ...ground };
  const points = await pointsOf(trip);
  return { body: { ...body, ...(points && { positions: viewPositions(points) }) }, ...ground };
}

/** The points of a trip; undefined of one so long that they do not fit into memory. */
async function pointsOf({ pseudonym, startedAt, endedAt }: Trip): Promise<Point[] | undefined> {
  const batches = await batchesIn(pseudonym, startedAt, endedAt);
  const points = batches && inOrder(batches.flatMap((batch) => batch.points));
  return points?.filter(({ at }) => at >= startedAt && at <= endedAt);
}
