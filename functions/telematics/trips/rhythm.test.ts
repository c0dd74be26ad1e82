import { describe, expect, it } from 'vitest';
import { NOON, place, tripsOf } from '../../../test/support/rides.ts';
import { currentRules } from '../catalogue.ts';
import type { Point } from '../points/point.ts';

const { rules } = currentRules();
const METRES_PER_SECOND = 15;

/** A device that goes north at 54 km/h, and what it tells of that at some seconds. */
const driven = {
  speed: (seconds: readonly number[]): Point[] =>
    seconds.map((second) => ({ at: NOON + second * 1000, speedKmh: METRES_PER_SECOND * 3.6 })),
  position: (seconds: readonly number[]): Point[] =>
    seconds.map((second) => ({ at: NOON + second * 1000, ...place(METRES_PER_SECOND * second) })),
};

/** The seconds that follow each other at these intervals. */
function at(...intervals: number[]): number[] {
  let second = 0;
  return [0, ...intervals.map((interval) => (second += interval))];
}

const steadily = (interval: number, times: number) => Array.from({ length: times }, () => interval);

/** The seconds of a drive that its distance is made of, in all trips that it was taken for. */
function secondsDriven(points: readonly Point[]): number {
  const metres = tripsOf(points, rules).reduce((sum, { distanceM }) => sum + distanceM, 0);
  return Math.round(metres / METRES_PER_SECOND);
}

describe.each(['speed', 'position'] as const)('by %s', (told) => {
  const seconds = (...intervals: number[]) => secondsDriven(driven[told](at(...intervals)));

  it.each([1, 15, 30, 35, 36, 40, 60, 65])('a device may send every %d seconds', (interval) => {
    expect(seconds(...steadily(interval, 20))).toBe(interval * 20);
  });

  it.each([90, 120, 130])(
    'of one that sends every %d seconds, only the first interval is doubtful',
    (interval) => {
      expect(seconds(...steadily(interval, 20))).toBe(interval * 19);
    },
  );

  it('a device may send at random', () => {
    const intervals = [7, 41, 22, 58, 33, 49, 12, 55, 27, 60, 38, 19, 44, 51, 9, 35];
    expect(seconds(...intervals)).toBe(intervals.reduce((sum, each) => sum + each));
  });

  it('a tunnel is a gap of a device that sends often', () => {
    expect(seconds(...steadily(1, 60), 44, ...steadily(1, 60))).toBe(120);
    expect(seconds(...steadily(1, 60), 44, ...steadily(1, 60), 56, ...steadily(1, 60))).toBe(180);
    expect(seconds(...steadily(15, 20), 38, ...steadily(15, 20))).toBe(600);
  });

  it('and of one that sends seldom it is one if it is much longer', () => {
    expect(seconds(...steadily(40, 10), 95, ...steadily(40, 10))).toBe(895);
    expect(seconds(...steadily(40, 10), 105, ...steadily(40, 10))).toBe(800);
    expect(seconds(...steadily(60, 10), 131, ...steadily(60, 10))).toBe(1_200);
  });
});
