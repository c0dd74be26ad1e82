import type { Cursor } from '../intake/cursor.ts';
import { openTrip } from '../trips/assembly.ts';
import type { Trip } from '../trips/trip.ts';

/** A trip as it stands: of one that is still going on the device's cursor has the figures, and the row its beginning. */
export function currentTrip(trip: Trip, cursor: Cursor | undefined): Trip {
  if (trip.status !== 'in-progress' || cursor?.openTripId !== trip.tripId) return trip;
  return { ...trip, ...openTrip(cursor.assembly) };
}
