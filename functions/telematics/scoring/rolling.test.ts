import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { currentRules } from '../catalogue.ts';
import { scoreOf } from '../trips/score.ts';
import type { ScoreInputs } from '../trips/trip.ts';
import { type DrivenTrip, rollingScore } from './rolling.ts';

const DAY_MS = 86_400_000;
const AT = '2026-11-21T12:00:00.000Z';
const { rules, name } = currentRules();
const occasion = { at: AT, rules, name };

/** Driving without fault, and with so many seconds of hard braking in a hundred of braking. */
const CAREFUL: ScoreInputs = {
  brakingSeconds: 100,
  hardBrakingSeconds: 0,
  turningSeconds: 100,
  hardTurningSeconds: 0,
};
const braking = (hardBrakingSeconds: number): ScoreInputs => ({ ...CAREFUL, hardBrakingSeconds });

/** A trip of twenty minutes so many days ago, of so many kilometres. */
function trip(daysAgo: number, km = 20, instead: Partial<DrivenTrip> = {}): DrivenTrip {
  const startedAt = Date.parse(AT) - Math.round(daysAgo * DAY_MS);
  return {
    ...{ pseudonym: 'plug', status: 'completed', startedAt, endedAt: startedAt + 1_200_000 },
    ...{ pointCount: 1_200, distanceM: km * 1000, inputs: CAREFUL, ...instead },
  };
}

const many = (count: number, each: (index: number) => DrivenTrip) =>
  Array.from({ length: count }, (_, index) => each(index));

describe('nothing driven', () => {
  it('comes to no score', () => {
    expect(rollingScore([], occasion)).toEqual({
      ...{ reasons: [], km: 0, trips: 0, disputedTrips: 0, days: 0, annualKm: 0 },
      rules: 'driving@1.0.0',
    });
  });
});

describe('a score', () => {
  it('is the mean of daily scores, weighted by the distances of their days', () => {
    const good = scoreOf(CAREFUL, rules).score;
    const bad = scoreOf(braking(4), rules).score;
    const trips = [trip(1, 30), trip(2, 10, { inputs: braking(4) })];

    const { score, reasons, from, to } = rollingScore(trips, occasion);

    expect(good).toBeGreaterThan(bad);
    expect(score).toBeCloseTo((30 * good + 10 * bad) / 40, 1);
    expect(reasons).toEqual([{ code: 'hard-braking', points: expect.closeTo((good - bad) / 4, 0) }]);
    expect([from, to]).toEqual(['2026-11-19', '2026-11-20']);
  });

  it('takes the trips of a day together, by the calendar of the rules', () => {
    // In Brussels it is half past midnight of the 20th, and 23:30 of the 20th.
    const early = trip(0, 10, { startedAt: Date.parse('2026-11-19T23:30:00Z'), inputs: braking(6) });
    const late = trip(0, 10, { startedAt: Date.parse('2026-11-20T22:30:00Z'), inputs: braking(0) });

    const { score, days } = rollingScore([late, early], occasion);

    const ofDay = { brakingSeconds: 200, hardBrakingSeconds: 6, turningSeconds: 200, hardTurningSeconds: 0 };
    expect(days).toBe(1);
    expect(score).toBe(scoreOf(ofDay, rules).score);
  });

  it('is of the newest thirty days with driving', () => {
    const old = many(5, (index) => trip(40 + index, 20, { inputs: braking(5) }));
    const fresh = many(30, (index) => trip(1 + index));

    const { score, days, from } = rollingScore([...old, ...fresh], occasion);

    expect(days).toBe(30);
    expect(score).toBe(scoreOf(CAREFUL, rules).score);
    expect(from).toBe('2026-10-22');
  });
});

describe('what does not count', () => {
  it.each<[string, Partial<DrivenTrip>]>([
    ['a trip that is still going on', { status: 'in-progress' }],
    ['a trip that is part of another', { status: 'merged' }],
    ['a trip without any distance, of a single point say', { distanceM: 0 }],
    ['a trip of more than ninety days ago', { startedAt: Date.parse(AT) - 90 * DAY_MS }],
  ])('is %s', (_what, instead) => {
    const worst = trip(1, 500, { inputs: braking(50), ...instead });
    expect(rollingScore([trip(1), worst], occasion)).toEqual(rollingScore([trip(1)], occasion));
  });

  it('is a trip that its driver disputes: it is told, and no more', () => {
    const disputed = trip(1, 500, { inputs: braking(50), dispute: { reason: 'passenger', at: AT } });
    const without = rollingScore([trip(1)], occasion);
    expect(rollingScore([trip(1), disputed], occasion)).toEqual({ ...without, disputedTrips: 1 });
  });
});

describe('a drive that two devices recorded', () => {
  /** Drives as another device records them, a little later and less closely. */
  const again = (drives: readonly DrivenTrip[]) =>
    drives.map((drive) => ({
      ...drive,
      ...{ pseudonym: 'phone', startedAt: drive.startedAt + 9_000, pointCount: 80 },
    }));
  const drives = many(5, (index) => trip(index + 1, 25));

  it('counts once: in kilometres, in trips, and for there being enough', () => {
    const twice = rollingScore([...drives, ...again(drives)], occasion);
    expect(twice).toEqual(rollingScore(drives, occasion));
    expect([twice.km, twice.trips, twice.enoughUntil]).toEqual([125, 5, undefined]);
  });

  it('counts by the other one where its driver disputes the one', () => {
    const [first, ...rest] = drives.map((drive) => ({ ...drive }));
    const disputed = { ...first, dispute: { reason: 'not-my-vehicle', at: AT } } as DrivenTrip;
    const figures = rollingScore([disputed, ...rest, ...again(drives)], occasion);
    expect([figures.km, figures.trips, figures.disputedTrips]).toEqual([125, 5, 1]);
  });
});

describe('enough', () => {
  it('is two hundred kilometres in ten trips', () => {
    expect(
      rollingScore(
        many(10, (index) => trip(index, 20)),
        occasion,
      ).enoughUntil,
    ).toBeDefined();
    expect(
      rollingScore(
        many(9, (index) => trip(index, 50)),
        occasion,
      ).enoughUntil,
    ).toBeUndefined();
    expect(
      rollingScore(
        many(20, (index) => trip(index, 9.9)),
        occasion,
      ).enoughUntil,
    ).toBeUndefined();
  });

  it('ends as the last trip that is needed for it is ninety days old', () => {
    const trips = many(12, (index) => trip(index, 25));
    const until = new Date(Date.parse(AT) + (90 - 9) * DAY_MS).toISOString();
    expect(rollingScore(trips, occasion).enoughUntil).toBe(until);
  });
});

describe('the kilometres of a year', () => {
  it('go on at the pace since the first day', () => {
    expect(rollingScore([trip(60, 300), trip(10, 300)], occasion).annualKm).toBe(3650);
  });

  it('are never made of less than thirty days', () => {
    expect(rollingScore([trip(1, 300)], occasion).annualKm).toBe(3650);
  });
});

describe('whatever is driven', () => {
  const trips = fc.array(
    fc
      .record({
        daysAgo: fc.double({ min: 0, max: 100, noNaN: true }),
        km: fc.double({ min: 0, max: 400, noNaN: true }),
        hard: fc.integer({ min: 0, max: 100 }),
      })
      .map(({ daysAgo, km, hard }) => trip(daysAgo, km, { inputs: braking(hard) })),
    { maxLength: 60 },
  );

  it('scores between the worst and the best of its days, in any order', () => {
    fc.assert(
      fc.property(trips, (driven) => {
        const figures = rollingScore(driven, occasion);
        expect(rollingScore(driven.toReversed(), occasion).enoughUntil).toBe(figures.enoughUntil);
        const { score = 100, days } = figures;
        expect(days > 0).toBe(figures.score !== undefined);
        expect(score).toBeGreaterThanOrEqual(scoreOf(braking(100), rules).score);
        expect(score).toBeLessThanOrEqual(scoreOf(CAREFUL, rules).score);
      }),
    );
  });

  it('scores the mean of what the published formula gives its days, rounded once', () => {
    /** The formula with its coefficients as they were published, where nothing but braking was hard. */
    const published = (hard: number) => 115.382324 - 22.526504 * 0.682854 * 1.127294 ** hard;
    const days = fc.array(fc.record({ km: fc.integer({ min: 1, max: 99 }), hard: fc.nat({ max: 5 }) }), {
      minLength: 2,
      maxLength: 30,
    });
    fc.assert(
      fc.property(days, (driven) => {
        const trips = driven.map(({ km, hard }, index) => trip(index + 0.1, km, { inputs: braking(hard) }));
        const km = driven.reduce((sum, day) => sum + day.km, 0);
        const mean = driven.reduce((sum, day) => sum + day.km * Math.min(100, published(day.hard)), 0) / km;
        const { score = 0 } = rollingScore(trips, occasion);
        expect(Math.abs(score - mean)).toBeLessThanOrEqual(0.05 + 1e-9);
      }),
    );
  });

  it('still is enough right before it ends to be, and no longer then', () => {
    fc.assert(
      fc.property(trips, (driven) => {
        const { enoughUntil } = rollingScore(driven, occasion);
        if (enoughUntil === undefined) return;
        const at = (ms: number) => new Date(Date.parse(enoughUntil) + ms).toISOString();
        expect(rollingScore(driven, { ...occasion, at: at(-1) }).enoughUntil).toBe(enoughUntil);
        expect(rollingScore(driven, { ...occasion, at: at(0) }).enoughUntil).toBeUndefined();
      }),
    );
  });
});
