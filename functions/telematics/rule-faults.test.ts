import { describe, expect, it } from 'vitest';
import { currentRules } from './catalogue.ts';
import { faultsOf } from './rule-faults.ts';

const { rules } = currentRules();

describe('driving rules', () => {
  it('as they are published have no fault', () => {
    expect(faultsOf(rules)).toEqual([]);
  });

  it.each([
    [
      'a scale that falls',
      { accelerometer: { severityG: { low: 0.5, medium: 0.45, high: 0.6 }, joinSeconds: 1 } },
    ],
    ['a time zone that there is not', { timeZone: 'Europe/Atlantis' }],
    ['a memory longer than what parts two trips', { split: { ...rules.split, motionlessSeconds: 200 } }],
    ['standing that is certain motion', { motion: { ...rules.motion, leastKmh: 6 } }],
    [
      'braking that is all hard',
      { score: { ...rules.score, braking: { ...rules.score.braking, aboveG: 0.3 } } },
    ],
    ['no time to compare speeds over', { speedDifferences: { ...rules.speedDifferences, mostSeconds: 0.5 } }],
  ])('with %s have one', (_what, instead) => {
    expect(faultsOf({ ...rules, ...instead })).toHaveLength(1);
  });
});
