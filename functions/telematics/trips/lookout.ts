import type { Point } from '../points/point.ts';
import type { DrivingRules } from '../rules.ts';
import { feel, shaking } from './accelerometer.ts';
import { believe } from './findings.ts';
import { stands } from './motion.ts';
import { changing, compareSpeeds } from './speed-differences.ts';
import { heedLimit, speedingOn } from './speeding.ts';
import type { TripEvent } from './trip.ts';
import type { Found, Watch } from './watch.ts';

/** Looks at a point for all that there can be found in it. */
export function lookAt(
  point: Point,
  { watch, found, last }: { watch: Watch; found: Found; last?: { at: number } },
  rules: DrivingRules,
): void {
  const { at, speedKmh } = point;
  const sight = {
    watch,
    found,
    holdMs: Math.min(at - (last?.at ?? 0), 1000),
    stands: speedKmh !== undefined && stands(speedKmh, rules),
  };
  feel(point, sight, rules);
  believe(point, sight, rules);
  compareSpeeds(point, sight, rules);
  heedLimit(point, sight, rules);
}

/** What is in the middle of being an event. */
export function tellUnfinished(watch: Watch, rules: DrivingRules): readonly TripEvent[] {
  if (!watch.axes && !watch.speed && !watch.speeding) return [];
  return [shaking(watch, rules), changing(watch, rules), speedingOn(watch, rules)].filter(
    (event) => event !== undefined,
  );
}
