import type { Point } from '../points/point.ts';
import type { DrivingRules } from '../rules.ts';
import { type Checkpoint, checkpointOf, foldFrom } from './checkpoint.ts';
import { take } from './fold.ts';
import { figuresOf } from './open-trip.ts';
import type { TripFigures } from './trip.ts';

/**
 * All that the fold of a device's points needs to know of the past. It remembers nothing that lies behind as much time
 * without motion as splits a trip, so that the fold can begin anew there.
 */
export type Assembly = Checkpoint;

/** The assembly of a device that has sent nothing. */
export const emptyAssembly: Assembly = {};

/**
 * The assembly to begin with amid a device's points: they are all there from an instant on, at which the device had been
 * without motion, or would be from there on for as much time as splits a trip.
 */
export function assemblyFrom(knownFrom: number): Assembly {
  return { knownFrom };
}

/**
 * Folds further points of a device into trips: a trip goes from the last point at rest before there is motion to the first
 * one at rest after it. It ends where there is none for long enough; points at rest amid it are part of it, those after
 * its end are not.
 *
 * @param before the assembly after all earlier points; it is left as it is
 * @param points in order of time, no two of one `at`, all later than what was folded before
 * @returns the trips that ended by the time of the last point, in their order, and the assembly after it
 */
export function assemble(
  before: Assembly,
  points: readonly Point[],
  rules: DrivingRules,
): { ended: readonly TripFigures[]; after: Assembly } {
  const fold = foldFrom(before);
  const ended: TripFigures[] = [];
  for (const point of points) {
    if (fold.trip && point.at - fold.trip.endedAt >= rules.split.motionlessSeconds * 1000) {
      ended.push(figuresOf(fold.trip));
      fold.trip = undefined;
    }
    take(fold, point, rules);
  }
  return { ended, after: checkpointOf(fold) };
}

/** The trip that may still go on, as far as it is known: what it would amount to if it ended here. */
export function openTrip(assembly: Assembly): TripFigures | undefined {
  const { trip } = foldFrom(assembly);
  return trip && figuresOf(trip);
}
