import type { DeviceFinding, Point } from '../points/point.ts';
import type { DrivingRules } from '../rules.ts';
import { severityOf } from './event.ts';
import type { TripEvent } from './trip.ts';
import { report, type Sight } from './watch.ts';

/** Takes over what a device found by itself, unless its accelerometer's axes were sent along to be judged here. */
export function believe({ at, events }: Point, { watch, found, holdMs }: Sight, rules: DrivingRules): void {
  if (!events?.length) return;
  const { axesAt = Number.NEGATIVE_INFINITY } = watch;
  if (at - axesAt <= rules.speedDifferences.silenceSeconds * 1000) return;
  watch.spokeAt = at;
  // What speeds made of the same moment says it worse.
  watch.speed = undefined;
  for (const finding of events) report(found, eventFrom(finding, at, holdMs, rules));
}

function eventFrom(
  { kind, peakG }: DeviceFinding,
  at: number,
  holdMs: number,
  rules: DrivingRules,
): TripEvent {
  const severity = peakG === undefined ? 'low' : severityOf(peakG, rules.accelerometer.severityG);
  const amount = peakG !== undefined && kind !== 'speeding' ? { peakG } : {};
  return { at, kind, severity, ...amount, source: 'device', seconds: holdMs / 1000 };
}
