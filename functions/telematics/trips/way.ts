import type { Point } from '../points/point.ts';
import type { DrivingRules } from '../rules.ts';
import { integrated, type Reading, straight } from './distance.ts';
import { type Fix, metresBetween } from './fix.ts';
import type { Motion } from './motion.ts';
import { drive, type OpenTrip } from './open-trip.ts';

/** A point that a trip goes on to. */
export interface Step {
  point: Point;
  fix: Fix | undefined;
  /** The speed that was read before it. */
  reading: Reading | undefined;
  /** None for the first point at rest. */
  motion: Motion | undefined;
}

/**
 * Makes a trip go on to a point. Its distance is the integral of speed over time; where speeds say nothing, it is that
 * between positions. Nobody drove through a gap between them.
 */
export function driveTo(trip: OpenTrip, { point, fix, reading, motion }: Step, rules: DrivingRules): void {
  const { at, speedKmh } = point;
  const { anchor, drivenUntil } = trip;
  trip.endedAt = at;
  if (speedKmh !== undefined && reading && at - reading.at <= rules.split.gapSeconds * 1000) {
    drive(trip, integrated(reading, point, drivenUntil), at, rules);
  } else if (motion && fix && anchor) {
    drive(trip, straight(anchor, fix, drivenUntil), at, rules);
  }
  if (!motion) return;
  trip.movedAt = at;
  if (fix) trip.anchor = fix;
  trip.maxSpeedKmh = Math.max(trip.maxSpeedKmh, speedKmh ?? speedBetween(motion, fix));
}

/** The speed that positions alone tell of, in km/h to a tenth: over a while, since they are noisy. */
function speedBetween(motion: Motion, fix: Fix | undefined): number {
  if (motion.by !== 'position' || !fix) return 0;
  const metresPerMs = metresBetween(motion.former, fix) / (fix.at - motion.former.at);
  return Math.round(metresPerMs * 3600 * 10) / 10;
}
