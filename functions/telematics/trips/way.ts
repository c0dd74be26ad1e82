import type { Point } from '../points/point.ts';
import type { DrivingRules } from '../rules.ts';
import { integrated, type Reading, straight } from './distance.ts';
import { type Fix, metresBetween } from './fix.ts';
import type { Motion } from './motion.ts';
import { isNight } from './night.ts';
import type { OpenTrip } from './open-trip.ts';
import { isGap, type Rhythm } from './rhythm.ts';
import type { Found } from './watch.ts';

/** A point, as a trip comes to it. */
export interface Step {
  point: Point;
  fix: Fix | undefined;
  /** The speed that was read before it. */
  reading: Reading | undefined;
  motion: Motion | undefined;
  rhythm: Rhythm;
}

/**
 * Adds what was driven up to a point to what was found. It is the integral of speed over time; where speeds say nothing,
 * the way between positions. Nobody drove through a gap between them.
 */
export function drive(trip: OpenTrip, found: Found, step: Step, rules: DrivingRules): void {
  const metres = metresTo(trip, step, rules);
  if (metres === undefined) return;
  const { at } = step.point;
  const mm = Math.round(metres * 1000);
  trip.drivenUntil = at;
  found.measured.distanceMm += mm;
  if (mm > 0 && isNight(at, rules)) found.measured.nightMm += mm;
}

/** Makes a trip go on to a point, as far as where and how fast it was. */
export function goTo(trip: OpenTrip, { point, fix, motion }: Step): void {
  trip.endedAt = point.at;
  if (!motion) return;
  if (fix) trip.anchor = fix;
  trip.maxSpeedKmh = Math.max(trip.maxSpeedKmh, point.speedKmh ?? speedBetween(motion, fix));
}

function metresTo({ anchor, drivenUntil }: OpenTrip, step: Step, rules: DrivingRules): number | undefined {
  const { point, fix, reading, motion, rhythm } = step;
  if (point.speedKmh !== undefined && reading && !isGap(rhythm, point.at - reading.at, rules)) {
    return integrated(reading, point, drivenUntil);
  }
  return motion && fix && anchor ? straight(anchor, fix, drivenUntil) : undefined;
}

/** The speed that positions alone tell of, in km/h to a tenth: over a while, since they are noisy. */
function speedBetween(motion: Motion, fix: Fix | undefined): number {
  if (motion.by !== 'position' || !fix) return 0;
  const metresPerMs = metresBetween(motion.former, fix) / (fix.at - motion.former.at);
  return Math.round(metresPerMs * 3600 * 10) / 10;
}
