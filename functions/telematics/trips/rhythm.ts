import type { DrivingRules } from '../rules.ts';

/** How often a device has sent points of late. */
export interface Rhythm {
  /** The last intervals in milliseconds, the newest first; none that is longer than any device's. */
  intervals: number[];
  /** Of a fold that begins amid a device's points: since when they are all there, as long as that matters. */
  knownFrom?: number | undefined;
}

/** Of so many intervals the longest tells what is usual: some devices send at random. */
const INTERVALS = 4;

/** Notes that a point came, so long after another. */
export function beat(rhythm: Rhythm, ms: number, { split }: DrivingRules): void {
  const { intervals } = rhythm;
  if (ms > split.longestGapSeconds * 1000) {
    intervals.length = 0;
    rhythm.knownFrom = undefined;
  } else {
    intervals.unshift(ms);
    if (intervals.length > INTERVALS) intervals.pop();
  }
}

/**
 * Whether so long without points is more than the device takes between two: a tunnel, or nothing that was measured. What
 * is usual is told by its last intervals, unless nothing came before.
 */
export function isGap(rhythm: Rhythm, ms: number, { split }: DrivingRules): boolean {
  if (ms <= split.gapSeconds * 1000) return false;
  if (ms > split.longestGapSeconds * 1000) return true;
  const { intervals, knownFrom } = rhythm;
  if (intervals.length === 0) return knownFrom !== undefined || ms > split.firstGapSeconds * 1000;
  return ms > split.gapFactor * usual(intervals, split.usualOverSeconds * 1000);
}

/** Whether a point at an instant is known to be the first in a while, and not one amid others. */
export function isFirst({ knownFrom }: Rhythm, at: number, { split }: DrivingRules): boolean {
  return knownFrom === undefined || at - knownFrom > split.longestGapSeconds * 1000;
}

/** How long after a point it may matter for how later ones move, at most, in seconds. */
export function memorySeconds({ motion, split }: Pick<DrivingRules, 'motion' | 'split'>): number {
  return motion.overSeconds + split.longestGapSeconds + split.usualOverSeconds;
}

/** The longest of the intervals that lie within a time. */
function usual(intervals: readonly number[], withinMs: number): number {
  let [ago, longest] = [0, 0];
  for (const interval of intervals) {
    ago += interval;
    if (ago <= withinMs) longest = Math.max(longest, interval);
  }
  return longest;
}
