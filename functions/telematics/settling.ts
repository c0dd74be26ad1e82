import type { Cursor } from './cursor.ts';
import type { DrivingRules } from './rules.ts';
import type { Trip } from './trips/trip.ts';

/**
 * Those of a device's trips that are over at an instant (epoch milliseconds), and may be completed: nothing has moved since
 * for as long as parts two trips. What a device has stored is waited for until it is silent for a while, so that no trip is
 * completed piece by piece; one that sends what it measures now has stored nothing.
 *
 * @param trips oldest first
 */
export function tripsOver<Each extends Pick<Trip, 'endedAt'>>(
  trips: readonly Each[],
  { changedAt, newestAt }: Pick<Cursor, 'changedAt' | 'newestAt'>,
  at: number,
  { split, settling }: Pick<DrivingRules, 'split' | 'settling'>,
): Each[] {
  const motionlessMs = split.motionlessSeconds * 1000;
  const isSilent = at - changedAt >= settling.quietSeconds * 1000;
  const isLive = at - newestAt < motionlessMs;
  return isSilent || isLive ? trips.filter(({ endedAt }) => at - endedAt >= motionlessMs) : [];
}
