import type { Point } from '../points/point.ts';
import type { DrivingRules } from '../rules.ts';
import { eventOf, extended, secondsOf } from './run.ts';
import type { TripEvent } from './trip.ts';
import { type Found, report, type Sight, type Watch } from './watch.ts';

/**
 * Looks at speeds above the limit, where a device knows it. Points without speed or limit say nothing either way.
 */
export function heedLimit(point: Point, { watch, found, holdMs }: Sight, rules: DrivingRules): void {
  const { at, speedKmh, speedLimitKmh } = point;
  if (speedKmh === undefined || speedLimitKmh === undefined) return;
  // To a tenth, as they are given: 64.4 is not above 56.4 by more than 8.
  const amount = Math.round((speedKmh - speedLimitKmh) * 10) / 10;
  const isOver = amount > rules.speeding.aboveLimitKmh.low;
  const { speeding } = watch;
  if (speeding && !(isOver && at - speeding.to <= rules.split.gapSeconds * 1000))
    endSpeeding(watch, found, rules);
  if (isOver) watch.speeding = extended(watch.speeding, { kind: 'speeding', at, holdMs, amount });
}

/** The speeding that goes on, if it has done so for long enough to be an event. */
export function speedingOn({ speeding }: Watch, { speeding: rules }: DrivingRules): TripEvent | undefined {
  if (!speeding || secondsOf(speeding) < rules.leastSeconds) return undefined;
  return eventOf(speeding, 'speed', rules.aboveLimitKmh);
}

function endSpeeding(watch: Watch, found: Found, rules: DrivingRules): void {
  const event = speedingOn(watch, rules);
  if (event) report(found, event);
  watch.speeding = undefined;
}
