import type { Point } from '../points/point.ts';
import type { DrivingRules } from '../rules.ts';
import { eventOf, type Run } from './run.ts';
import type { TripEvent } from './trip.ts';
import { type Found, report, type Sight, type Watch } from './watch.ts';

/** Standard gravity in m/s². */
const GRAVITY = 9.80665;

/** How a speed changed from one reading to another. */
interface Change {
  from: number;
  to: number;
  fromKmh: number;
  /** Negative: it became slower. */
  g: number;
}

/**
 * Looks at differences of speed, where neither an accelerometer speaks nor the device finds events itself. They tell of
 * braking and acceleration only, and worse: events have scales of their own, and their source
 * says what they were found in.
 */
export function compareSpeeds(point: Point, { watch, found }: Sight, rules: DrivingRules): void {
  const { at, speedKmh } = point;
  const { silenceSeconds, mostSeconds, leastSeconds } = rules.speedDifferences;
  if (watch.spokeAt !== undefined && at - watch.spokeAt <= silenceSeconds * 1000) {
    endChange(watch, found, rules);
    watch.compared = undefined;
    return;
  }
  const { compared } = watch;
  const seconds = compared ? (at - compared.at) / 1000 : Number.POSITIVE_INFINITY;
  if (speedKmh === undefined || seconds < leastSeconds) return;
  watch.compared = { at, kmh: speedKmh };
  if (compared && seconds <= mostSeconds) {
    const g = (speedKmh - compared.kmh) / 3.6 / seconds / GRAVITY;
    judge({ from: compared.at, to: at, fromKmh: compared.kmh, g }, watch, found, rules);
  } else {
    endChange(watch, found, rules);
  }
}

/** The event that differences of speed are in the middle of. */
export function changing({ speed }: Watch, { speedDifferences }: DrivingRules): TripEvent | undefined {
  if (!speed) return undefined;
  const scale = speed.kind === 'braking' ? speedDifferences.brakingG : speedDifferences.accelerationG;
  return eventOf(speed, 'speed', scale);
}

function judge(change: Change, watch: Watch, found: Found, rules: DrivingRules): void {
  const { aboveG, hardAboveG } = rules.score.braking;
  const holdMs = change.to - change.from;
  if (-change.g > aboveG) found.measured.brakingMs += holdMs;
  if (-change.g > hardAboveG) found.measured.hardBrakingMs += holdMs;
  const { speed } = watch;
  const kind = kindOf(change, speed, rules);
  if (kind !== speed?.kind) endChange(watch, found, rules);
  if (!kind) return;
  const { from = change.from, peak = 0 } = watch.speed ?? {};
  watch.speed = { kind, from, to: change.to, holdMs: 0, peak: Math.max(peak, Math.abs(change.g)) };
}

/** What a change of speed is; a vehicle that brakes from high speed goes on braking as it gets slow. */
function kindOf({ g, fromKmh }: Change, run: Run | undefined, { speedDifferences }: DrivingRules) {
  const { brakingG, accelerationG, brakingAboveKmh } = speedDifferences;
  if (g >= accelerationG.low) return 'acceleration';
  const isFast = fromKmh > brakingAboveKmh || run?.kind === 'braking';
  return -g >= brakingG.low && isFast ? 'braking' : undefined;
}

function endChange(watch: Watch, found: Found, rules: DrivingRules): void {
  const event = changing(watch, rules);
  if (event) report(found, event);
  watch.speed = undefined;
}
