import type { Point } from '../points/point.ts';
import type { DrivingRules } from '../rules.ts';
import { eventOf, extended } from './run.ts';
import type { EventKind, TripEvent } from './trip.ts';
import { type Found, report, type Sight, type Watch } from './watch.ts';

type Axes = NonNullable<Point['accelG']>;

/**
 * Looks at what the accelerometer of a device says: events where the larger of its level axes is strong enough, and the
 * time of braking and turning that a score is made of.
 */
export function feel(point: Point, sight: Sight, rules: DrivingRules): void {
  const { watch, found } = sight;
  const { at, accelG } = point;
  if (watch.axes && at - watch.axes.to > rules.accelerometer.joinSeconds * 1000)
    endShaking(watch, found, rules);
  if (!accelG) return;
  const holdMs = Math.min(at - (watch.axesAt ?? 0), 1000);
  watch.axesAt = at;
  watch.spokeAt = at;
  const amount = Math.max(Math.abs(accelG.x), Math.abs(accelG.y));
  if (amount >= rules.accelerometer.severityG.low) {
    watch.axes = extended(watch.axes, { kind: kindOf(accelG), at, holdMs, amount });
  }
  if (!sight.stands) measure(accelG, holdMs, found, rules);
}

/** The event that the accelerometer is in the middle of. */
export function shaking({ axes }: Watch, rules: DrivingRules): TripEvent | undefined {
  return axes && eventOf(axes, 'accelerometer', rules.accelerometer.severityG);
}

function endShaking(watch: Watch, found: Found, rules: DrivingRules): void {
  const event = shaking(watch, rules);
  if (event) report(found, event);
  watch.axes = undefined;
}

function kindOf({ x, y }: Axes): EventKind {
  if (Math.abs(y) > Math.abs(x)) return 'cornering';
  return x < 0 ? 'braking' : 'acceleration';
}

function measure({ x, y }: Axes, holdMs: number, { measured }: Found, { score }: DrivingRules): void {
  if (-x > score.braking.aboveG) measured.brakingMs += holdMs;
  if (-x > score.braking.hardAboveG) measured.hardBrakingMs += holdMs;
  const turning = Math.abs(y);
  if (turning > score.turning.aboveG) measured.turningMs += holdMs;
  if (turning > score.turning.hardAboveG) measured.hardTurningMs += holdMs;
}
