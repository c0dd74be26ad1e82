import type { Trip } from '../trips/trip.ts';

/** When a trip was, which device recorded it, and how closely. */
export type RecordedTrip = Pick<Trip, 'pseudonym' | 'startedAt' | 'endedAt' | 'pointCount'>;

/**
 * A policy's trips without those that were driven once and recorded twice: a policy is for one vehicle, so of trips of
 * different devices that overlap in time one counts, the one with more points. The order of those that are left stays.
 */
export function countedOnce<Each extends RecordedTrip>(trips: readonly Each[]): Each[] {
  const kept = new Set(togetherIn(trips).flatMap(closestOf));
  return trips.filter((trip) => kept.has(trip));
}

/** Trips parted where nothing was recorded: those of different parts cannot overlap. */
function togetherIn<Each extends RecordedTrip>(trips: readonly Each[]): Each[][] {
  const parts: Each[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const trip of trips.toSorted((a, b) => a.startedAt - b.startedAt)) {
    const part = parts.at(-1);
    if (part && trip.startedAt < end) part.push(trip);
    else parts.push([trip]);
    end = Math.max(end, trip.endedAt);
  }
  return parts;
}

/** From the one with the most points on, each that overlaps none before it. */
function closestOf<Each extends RecordedTrip>(trips: readonly Each[]): Each[] {
  const kept: Each[] = [];
  for (const trip of trips.toSorted(byPoints)) {
    if (!kept.some((other) => isOfOneDrive(trip, other))) kept.push(trip);
  }
  return kept;
}

/** The most points first; whatever order trips come in, of two that have as many the same one is taken. */
function byPoints(a: RecordedTrip, b: RecordedTrip): number {
  return b.pointCount - a.pointCount || a.startedAt - b.startedAt || (a.pseudonym < b.pseudonym ? -1 : 1);
}

/** Trips of one device never overlap: they are parted by the time without motion between them. */
function isOfOneDrive(a: RecordedTrip, b: RecordedTrip): boolean {
  return a.pseudonym !== b.pseudonym && a.startedAt < b.endedAt && b.startedAt < a.endedAt;
}
