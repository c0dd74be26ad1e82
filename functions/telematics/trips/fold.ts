import type { Point } from '../points/point.ts';
import type { DrivingRules } from '../rules.ts';
import type { Reading } from './distance.ts';
import { fixOf } from './fix.ts';
import { lookAt, tellUnfinished } from './lookout.ts';
import { type Motion, motionOf } from './motion.ts';
import { adopt, begun, type OpenTrip } from './open-trip.ts';
import { beat, isFirst, isGap, type Rhythm } from './rhythm.ts';
import { departure, follow, longestDepartureMs, type Trail } from './trail.ts';
import { type Found, forgetBefore, forgetEvents, nothingFound, type Watch } from './watch.ts';
import { drive, goTo, type Step } from './way.ts';

/** A fold of points into trips, at work. It is altered by every point. */
export interface Fold {
  /** How many points were folded in. */
  seen: number;
  /** The last of them, and whether its speed says that the motion went on after it. */
  last?: { at: number; moving: boolean };
  /** The last speed that was read. */
  reading?: Reading;
  rhythm: Rhythm;
  trail: Trail;
  watch: Watch;
  /** What was found since the last point of the trip. */
  found: Found;
  trip?: OpenTrip | undefined;
}

/** A fold of nothing yet; of points from an instant on where there are others before it, which are not known. */
export function newFold(knownFrom?: number): Fold {
  return {
    seen: 0,
    rhythm: { intervals: [], knownFrom },
    trail: { fixes: [] },
    watch: {},
    found: nothingFound(),
  };
}

/** Folds in the next point. */
export function take(fold: Fold, point: Point, rules: DrivingRules): void {
  fold.seen += 1;
  const { at, speedKmh } = point;
  const { rhythm, trail, last } = fold;
  if (!last && isFirst(rhythm, at, rules)) rhythm.knownFrom = undefined;
  const fix = fixOf(point, fold.seen, rules);
  const isLinked = fix !== undefined && follow(trail, fix, rhythm, rules);
  if (fix && !isLinked && fold.trip) fold.trip.anchor = fix;
  const motion = motionOf(point, { trail, anchor: fold.trip?.anchor }, rules);
  if (motion) fold.trip ??= begin(fold, at, motion, rules);
  else if (!fold.trip) forgetEvents(at - longestDepartureMs(rules), fold.found);
  lookAt(point, fold, rules);
  if (fold.trip) goOn(fold.trip, fold, { point, fix, reading: fold.reading, motion, rhythm }, rules);
  if (last) beat(rhythm, at - last.at, rules);
  fold.last = { at, moving: motion?.by === 'speed' };
  if (speedKmh !== undefined) fold.reading = { at, kmh: speedKmh };
}

/** What a point does to a trip: one at rest is part of it only if it follows motion, or there is motion after it. */
function goOn(trip: OpenTrip, { last, seen, found, watch }: Fold, step: Step, rules: DrivingRules): void {
  drive(trip, found, step, rules);
  if (!step.motion && !(last?.moving && isNear(last.at, step.point.at, step.rhythm, rules))) return;
  goTo(trip, step);
  trip.points = seen - trip.seenBefore;
  adopt(trip, found, tellUnfinished(watch, rules));
}

/** The trip that begins with a point that moves, at the point at rest before it. */
function begin(fold: Fold, at: number, motion: Motion, rules: DrivingRules): OpenTrip {
  const { last, seen, rhythm, trail, found, watch } = fold;
  const trip = () => {
    if (motion.by === 'position') {
      const from = departure(trail, motion.former);
      return begun(from.at, from.seen - 1, from);
    }
    return last && isNear(last.at, at, rhythm, rules) ? begun(last.at, seen - 2) : begun(at, seen - 1);
  };
  const first = trip();
  forgetBefore(first.startedAt, watch, found);
  return first;
}

/** Whether a point comes as soon after another as the device sends: a vehicle stops or sets off between the two. */
function isNear(before: number, at: number, rhythm: Rhythm, rules: DrivingRules): boolean {
  return !isGap(rhythm, at - before, rules);
}
