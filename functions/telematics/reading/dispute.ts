import type { Instant } from '../../platform/clock.ts';
import type { Refusal } from '../../platform/problem.ts';
import type { DisputeReason, Trip } from '../trips/trip.ts';

/** A completed trip that its driver says is not theirs: it counts for no score any more. */
export function disputeTrip(trip: Trip, reason: DisputeReason, at: Instant): Trip | Refusal {
  if (trip.status === 'in-progress')
    return { refusal: 'trip-in-progress', detail: 'The trip is still going on.' };
  if (trip.status === 'merged')
    return { refusal: 'trip-merged', detail: 'The trip is part of another by now.' };
  if (trip.dispute) return { refusal: 'trip-disputed', detail: 'The trip was disputed before.' };
  return { ...trip, version: trip.version + 1, dispute: { reason, at } };
}
