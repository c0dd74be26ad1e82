import { describe, expect, it } from 'vitest';
import { every, later, NOON, tripsOf } from '../../../test/support/rides.ts';
import { currentRules } from '../catalogue.ts';
import type { Point } from '../points/point.ts';

const { rules } = currentRules();
const eventsOf = (points: readonly Point[]) => tripsOf(points, rules).flatMap(({ events }) => events);

describe('a speed limit', () => {
  const driving = (seconds: number, kmh: number, more: (index: number) => object = () => ({})) =>
    every(seconds + 20, (index) => ({
      speedKmh: index >= 10 && index < 10 + seconds ? kmh : 50,
      speedLimitKmh: 50,
      ...more(index),
    }));

  const speeding = (points: readonly Point[]) => eventsOf(points).filter(({ kind }) => kind === 'speeding');

  it.each([
    [58.1, 'low'],
    [69.9, 'low'],
    [70, 'medium'],
    [80, 'high'],
  ])('of 50 is broken by 10 seconds at %d: %s', (kmh, severity) => {
    const excessKmh = Math.round((kmh - 50) * 10) / 10;
    const found = { kind: 'speeding', source: 'speed', at: NOON + 10_000, seconds: 10, severity, excessKmh };
    expect(eventsOf(driving(10, kmh))).toContainEqual(found);
  });

  it('is not by less, or for less long', () => {
    expect(speeding(driving(60, 58))).toEqual([]);
    expect(speeding(driving(9, 75))).toEqual([]);
  });

  it('is not by just as much, in tenths', () => {
    // In floating point, 64.4 is above 56.4 by a little more than 8.
    expect(speeding(driving(60, 64.4, () => ({ speedLimitKmh: 56.4 })))).toEqual([]);
    expect(speeding(driving(60, 64.5, () => ({ speedLimitKmh: 56.4 })))).toMatchObject([{ excessKmh: 8.1 }]);
  });

  it('is broken once more after a gap of which nothing is known', () => {
    const parts = (gap: number) => [
      ...driving(15, 70).slice(10, 25),
      ...later(driving(15, 70).slice(10, 25), gap + 14),
    ];
    expect(speeding(parts(35))).toMatchObject([{ at: NOON + 10_000, seconds: 64 }]);
    expect(speeding(parts(36)).map(({ at, seconds }) => [at - NOON, seconds])).toEqual([
      [10_000, 15],
      [60_000, 15],
    ]);
  });

  it('that changes is broken by who goes on as before', () => {
    const entering = every(60, (index) => ({ speedKmh: 70, speedLimitKmh: index < 30 ? 70 : 50 }));
    expect(eventsOf(entering)).toMatchObject([{ at: NOON + 30_000, seconds: 30, excessKmh: 20 }]);
  });

  it('is not known where a point does not say it', () => {
    const sometimes = driving(30, 70).map(({ speedLimitKmh, ...point }, index) =>
      index % 4 ? point : { ...point, speedLimitKmh: speedLimitKmh ?? 50 },
    );
    expect(speeding(sometimes)).toHaveLength(1);
  });
});
