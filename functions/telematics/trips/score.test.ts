import { describe, expect, it } from 'vitest';
import { currentRules } from '../catalogue.ts';
import { scoreOf } from './score.ts';

const { rules } = currentRules();

/** What so many seconds give. */
function score(braking: number, hardBraking: number, turning = 0, hardTurning = 0) {
  return scoreOf(
    {
      brakingSeconds: braking,
      hardBrakingSeconds: hardBraking,
      turningSeconds: turning,
      hardTurningSeconds: hardTurning,
    },
    rules,
  );
}

describe('a score', () => {
  it('is full where nothing was hard', () => {
    expect(score(0, 0)).toEqual({ score: 100, reasons: [] });
    expect(score(60, 0, 40, 0)).toEqual({ score: 100, reasons: [] });
  });

  // Worked out by hand from the published coefficients.
  it.each([
    ['one percent of hard braking', score(100, 1), 98, 'hard-braking', 2, 1],
    ['five percent of it', score(100, 5), 87.4, 'hard-braking', 12.6, 5],
    ['ten percent of hard turning', score(0, 0, 100, 10), 96.7, 'hard-turning', 3.3, 10],
  ] as const)('loses by %s', (_what, scored, value, code, points, percent) => {
    expect(scored).toEqual({ score: value, reasons: [{ code, points, percent }] });
  });

  it('loses no more than the caps let it', () => {
    expect(score(10, 10).score).toBe(86.7);
    expect(score(10, 10)).toEqual(score(1_000, 52));
    expect(score(0, 0, 10, 10)).toEqual(score(0, 0, 1_000, 132));
    expect(score(10, 10, 10, 10).score).toBe(78.3);
  });

  it('names what cost the most first, each as if the other were not there', () => {
    const { reasons } = score(100, 1, 100, 13);
    expect(reasons.map(({ code }) => code)).toEqual(['hard-turning', 'hard-braking']);
    expect(reasons[0]?.points).toBe(5);
  });

  it('depends on shares alone: twice as long a drive of the same kind scores the same', () => {
    expect(score(50, 2, 30, 3)).toEqual(score(100, 4, 60, 6));
  });
});
