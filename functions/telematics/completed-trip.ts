import type { Instant } from '../platform/clock.ts';
import type { DrivingRules } from './rules.ts';
import { scoreOf } from './trips/score.ts';
import type { Trip } from './trips/trip.ts';

/** Says of a trip that it is over, and what it came to: by no place, no time and nobody's device. */
export interface TripCompleted {
  type: 'trip.completed';
  data: { tripId: string; distanceKm: number; durationSeconds: number; score: number };
}

/** A trip that was in progress once it is over, and the event that says so. */
export function completeTrip(
  trip: Trip,
  at: Instant,
  rules: DrivingRules,
): { completed: Trip; event: TripCompleted } {
  const { tripId, distanceM, durationSeconds, inputs } = trip;
  return {
    completed: { ...trip, version: 1, status: 'completed', completedAt: at },
    event: {
      type: 'trip.completed',
      data: {
        tripId,
        distanceKm: Math.round(distanceM) / 1000,
        durationSeconds: Math.round(durationSeconds),
        score: scoreOf(inputs, rules).score,
      },
    },
  };
}
