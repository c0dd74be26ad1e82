import type { Fix } from './fix.ts';
import type { TripEvent, TripFigures } from './trip.ts';
import { type Found, MEASURED, type Measured, MOST_EVENTS, nothingMeasured } from './watch.ts';

/** A trip that may still go on, as far as it is known to go. */
export interface OpenTrip {
  startedAt: number;
  endedAt: number;
  /** Up to when distance was added; where speeds and positions alternate, no moment counts twice. */
  drivenUntil: number;
  /** How many points had been folded in before its first one. */
  seenBefore: number;
  points: number;
  maxSpeedKmh: number;
  /** The fix that distance is measured from where speeds say nothing. */
  anchor?: Fix | undefined;
  events: TripEvent[];
  /** What is in the middle of being an event as the trip ends. */
  unfinished?: readonly TripEvent[] | undefined;
  measured: Measured;
}

/** A trip that begins. */
export function begun(startedAt: number, seenBefore: number, anchor?: Fix): OpenTrip {
  return {
    startedAt,
    endedAt: startedAt,
    drivenUntil: startedAt,
    seenBefore,
    points: 0,
    maxSpeedKmh: 0,
    ...(anchor && { anchor }),
    events: [],
    measured: nothingMeasured(),
  };
}

/** Makes what was found since its last point part of a trip, and leaves nothing found. */
export function adopt(trip: OpenTrip, found: Found, unfinished: readonly TripEvent[]): void {
  const { measured } = found;
  if (found.events.length > 0) {
    trip.events.push(...found.events.slice(0, MOST_EVENTS - trip.events.length));
    found.events = [];
  }
  for (const what of MEASURED) {
    trip.measured[what] += measured[what];
    measured[what] = 0;
  }
  trip.unfinished = unfinished.length > 0 ? unfinished : undefined;
}

/** What a trip amounts to, as far as it goes. */
export function figuresOf(trip: OpenTrip): TripFigures {
  const { startedAt, endedAt, measured } = trip;
  const events = [...trip.events, ...(trip.unfinished ?? [])];
  return {
    startedAt,
    endedAt,
    pointCount: trip.points,
    distanceM: measured.distanceMm / 1000,
    durationSeconds: (endedAt - startedAt) / 1000,
    maxSpeedKmh: trip.maxSpeedKmh,
    nightShare: nightShareOf(measured),
    events: events.sort((a, b) => a.at - b.at),
    inputs: {
      brakingSeconds: measured.brakingMs / 1000,
      hardBrakingSeconds: measured.hardBrakingMs / 1000,
      turningSeconds: measured.turningMs / 1000,
      hardTurningSeconds: measured.hardTurningMs / 1000,
    },
  };
}

function nightShareOf({ distanceMm, nightMm }: Measured): number {
  return distanceMm > 0 ? Math.round((1000 * nightMm) / distanceMm) / 1000 : 0;
}
