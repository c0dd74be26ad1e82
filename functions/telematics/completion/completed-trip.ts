import type { Instant } from '../../platform/clock.ts';
import type { Trip } from '../trips/trip.ts';

/**
 * Says of a trip that it is over. What it came to is in the trip alone, which may be deleted: the ledger keeps for ever.
 */
export interface TripCompleted {
  type: 'trip.completed';
  data: { tripId: string };
}

/** A trip that was in progress once it is over, and the event that says so. */
export function completeTrip(trip: Trip, at: Instant): { completed: Trip; event: TripCompleted } {
  const { tripId } = trip;
  return {
    completed: { ...trip, version: 1, status: 'completed', completedAt: at },
    event: { type: 'trip.completed', data: { tripId } },
  };
}
