import type { Cursor } from '../intake/cursor.ts';
import type { DrivingRules } from '../rules.ts';
import type { Trip } from '../trips/trip.ts';

type Rules = Pick<DrivingRules, 'split' | 'settling'>;

/** What a cursor tells of how a device sends. */
export type Sending = Pick<Cursor, 'changedAt' | 'newestAt' | 'rhythmMs'>;

/**
 * Those of a device's trips that are over at an instant (epoch milliseconds), and may be completed.
 *
 * @param trips oldest first
 */
export function tripsOver<Each extends Pick<Trip, 'endedAt'>>(
  trips: readonly Each[],
  sending: Sending,
  at: number,
  rules: Rules,
): Each[] {
  return trips.filter(({ endedAt }) => overFrom(endedAt, sending, rules) <= at);
}

/**
 * From when on a trip is over, if nothing else comes: nothing has moved since for as long as parts two trips. Where what
 * was measured shows that, nothing is waited for, unless the device sends what it had stored: no trip is to be completed
 * piece by piece. Where it does not, the device has to be silent for longer than it usually is.
 */
export function overFrom(endedAt: number, sending: Sending, rules: Rules): number {
  const { changedAt, newestAt } = sending;
  const motionlessMs = rules.split.motionlessSeconds * 1000;
  const isLive = changedAt - newestAt < motionlessMs;
  const quietFrom = changedAt + patienceMs(sending, isLive, rules);
  if (newestAt - endedAt >= motionlessMs) return isLive ? changedAt : quietFrom;
  return Math.max(endedAt + motionlessMs, quietFrom);
}

/** After how long a device is silent. One that sends what it measures now may be gathering its next batch. */
function patienceMs({ rhythmMs = 0 }: Sending, isLive: boolean, { settling }: Rules): number {
  const { quietSeconds, rhythmFactor, longestQuietSeconds } = settling;
  const expected = isLive ? (rhythmMs * rhythmFactor) / 1000 : 0;
  return Math.min(Math.max(quietSeconds, expected), longestQuietSeconds) * 1000;
}
