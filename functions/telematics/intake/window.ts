import type { DrivingRules } from '../rules.ts';
import { memorySeconds } from '../trips/rhythm.ts';
import type { Trip } from '../trips/trip.ts';
import type { Cursor } from './cursor.ts';

/** From an instant to another, in epoch milliseconds; both are part of it. */
export interface Span {
  from: number;
  to: number;
}

type Rules = Pick<DrivingRules, 'split' | 'motion'>;

/** A stretch of time whose trips do not depend on any point outside of it. */
export interface Window extends Span {
  /** The trips in it, as they are known. */
  trips: readonly Trip[];
  /** Nothing was measured after it. */
  isLast: boolean;
}

/**
 * How far around new points trips may change by them. A device that tells no speed moves when it is far from where it was
 * a while ago: the points of that while after a new one may turn out to move.
 */
export function reachOf({ from, to }: Span, { split, motion }: Rules): Span {
  const motionless = split.motionlessSeconds;
  const after = motionless + memorySeconds({ split, motion });
  return { from: from - motionless * 1000, to: to + after * 1000 };
}

/**
 * The window in which trips have to be put together anew once there are new points: the trips that they may alter, and
 * around them what parts two trips, but nothing of the trips before and after.
 *
 * @param span from the first new point to the last
 * @param around the trips within reach of them, and the next one on either side, as they stand, oldest first
 */
export function windowOf(
  span: Span,
  around: readonly Trip[],
  { newestAt, openTripId }: Pick<Cursor, 'newestAt' | 'openTripId'>,
  rules: Rules,
): Window {
  const reach = reachOf(span, rules);
  // The figures of the trip that was going on are the cursor's alone: whatever ends it takes it in, so that they are written.
  const trips = around.filter(
    ({ tripId, startedAt, endedAt }) =>
      startedAt <= reach.to && (endedAt >= reach.from || tripId === openTripId),
  );
  const before = around.findLast((trip) => trip.endedAt < reach.from && !trips.includes(trip));
  const after = around.find(({ startedAt }) => startedAt > reach.to);
  const from = Math.min(span.from, ...trips.map(({ startedAt }) => startedAt));
  const to = Math.max(span.to, ...trips.map(({ endedAt }) => endedAt));
  const wide = reachOf({ from, to }, rules);
  // A moment less than what parts two trips: there may be motion at its other end.
  const window = {
    from: Math.max(wide.from, before?.endedAt ?? 0) + 1,
    to: Math.min(wide.to, after?.startedAt ?? Number.POSITIVE_INFINITY) - 1,
  };
  const isLast =
    after === undefined && (window.to >= newestAt || trips.some(({ tripId }) => tripId === openTripId));
  return { ...window, trips, isLast, ...(isLast && { to: Number.MAX_SAFE_INTEGER }) };
}
