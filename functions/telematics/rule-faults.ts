import type { DrivingRules } from './rules.ts';
import { memorySeconds } from './trips/rhythm.ts';

/**
 * What is wrong with driving rules that their schema cannot say: scales that do not rise, a time zone that there is not,
 * memory that is longer than what parts two trips. Empty for rules that driving can be judged by.
 */
export function faultsOf(rules: DrivingRules): string[] {
  const { accelerometer, speedDifferences, speeding, motion, score, split } = rules;
  return [
    ...notRising('accelerometer.severityG', accelerometer.severityG),
    ...notRising('speedDifferences.brakingG', speedDifferences.brakingG),
    ...notRising('speedDifferences.accelerationG', speedDifferences.accelerationG),
    ...notRising('speeding.aboveLimitKmh', speeding.aboveLimitKmh),
    ...unless(
      speedDifferences.leastSeconds < speedDifferences.mostSeconds,
      'speedDifferences: no time is left',
    ),
    ...unless(split.gapSeconds <= split.firstGapSeconds, 'split: the first gap is the shortest'),
    ...unless(split.firstGapSeconds <= split.longestGapSeconds, 'split: the longest gap is not'),
    ...unless(motion.leastKmh <= motion.certainKmh, 'motion: what is certain is not even motion'),
    ...unless(score.braking.aboveG < score.braking.hardAboveG, 'score.braking: all of it is hard'),
    ...unless(score.turning.aboveG < score.turning.hardAboveG, 'score.turning: all of it is hard'),
    ...unless(isZone(rules.timeZone), `timeZone: there is no ${rules.timeZone}`),
    ...unless(forgets(rules), 'split: trips would depend on what was before the one that ended'),
  ];
}

/** Whether what is remembered of the past, and the rest around two trips, fit between them. */
function forgets(rules: DrivingRules): boolean {
  return memorySeconds(rules) < rules.split.motionlessSeconds;
}

function notRising(
  where: string,
  { low, medium, high }: Record<'low' | 'medium' | 'high', number>,
): string[] {
  return unless(low < medium && medium < high, `${where}: it does not rise`);
}

function isZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }) !== undefined;
  } catch {
    return false;
  }
}

function unless(isSound: boolean, fault: string): string[] {
  return isSound ? [] : [fault];
}
