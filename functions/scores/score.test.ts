import { describe, expect, it } from 'vitest';
import { type DrivingScore, isEnough, scoreIdOf } from './score.ts';

const score: DrivingScore = {
  scoreId: 'scr_01KAHJ3M7C4N8X2V6B9Q1W5E0R',
  policyId: 'pol_01KAHJ3M7C4N8X2V6B9Q1W5E0R',
  version: 3,
  score: 91.2,
  reasons: [],
  enoughUntil: '2026-12-20T08:00:00.000Z',
  ...{ km: 412.7, trips: 31, disputedTrips: 0, days: 17, annualKm: 5021 },
  ...{ from: '2026-11-04', to: '2026-11-20' },
  rules: 'driving@1.0.0',
  asOf: '2026-11-20T17:25:02.000Z',
};

describe('a score', () => {
  it('counts until what was driven is no longer looked back on', () => {
    expect(isEnough(score, '2026-12-20T07:59:59.999Z')).toBe(true);
    expect(isEnough(score, '2026-12-20T08:00:00.000Z')).toBe(false);
  });

  it('counts neither where there is none, nor before enough was driven', () => {
    const { enoughUntil: _, ...tooEarly } = score;
    const { score: _none, ...nothingDriven } = score;

    expect(isEnough(undefined, score.asOf)).toBe(false);
    expect(isEnough(tooEarly, score.asOf)).toBe(false);
    expect(isEnough(nothingDriven, score.asOf)).toBe(false);
  });

  it('has an id of its own, which follows from that of its policy', () => {
    expect(scoreIdOf(score.policyId)).toBe(score.scoreId);
  });
});
