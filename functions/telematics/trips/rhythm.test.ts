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

  it.each([90, 120, 125])(
    'of one that sends every %d seconds, only the first interval is doubtful',
    (interval) => {
      expect(seconds(...steadily(interval, 20))).toBe(interval * 19);
    },
  );

  it('a device may send at random', () => {
    const intervals = [22, 41, 7, 58, 33, 49, 12, 55, 27, 60, 38, 19, 44, 51, 9, 35];
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

describe('a trip of a device that sends seldom', () => {
  /** So many points at rest, so many at 54 km/h and as many at rest again, at equal intervals; and the trip they make. */
  const parkedAround = (interval: number, moving: number) => {
    const points = Array.from({ length: moving + 12 }, (_, index) => ({
      at: NOON + index * interval * 1000,
      speedKmh: index >= 6 && index < 6 + moving ? 54 : 0,
    }));
    return tripsOf(points, rules);
  };

  it.each([1, 35, 36, 40, 60, 90, 125])(
    'every %d seconds has the intervals in which it set off and stopped',
    (interval) => {
      const [trip, ...others] = parkedAround(interval, 5);

      expect(others).toEqual([]);
      expect(trip).toMatchObject({
        startedAt: NOON + 5 * interval * 1000,
        endedAt: NOON + 11 * interval * 1000,
        pointCount: 7,
        distanceM: METRES_PER_SECOND * interval * 5,
      });
    },
  );

  it('has none that is longer than what it usually takes', () => {
    const rest = at(...steadily(40, 6));
    const drive = at(...steadily(40, 5)).map((second) => second + 240 + 110);
    const after = at(...steadily(40, 6)).map((second) => second + 550 + 110);
    const still = [...rest, ...after].map((second) => ({ at: NOON + second * 1000, speedKmh: 0 }));
    const points = [...still, ...driven.speed(drive)].sort((a, b) => a.at - b.at);

    expect(tripsOf(points, rules)).toMatchObject([
      {
        startedAt: NOON + 350_000,
        endedAt: NOON + 550_000,
        pointCount: 6,
        distanceM: METRES_PER_SECOND * 200,
      },
    ]);
  });

  it('of which nothing is known begins and ends at the rest that is no more than 65 seconds away', () => {
    const drive = (seconds: number) =>
      tripsOf(
        [0, 54, 0].map((speedKmh, index) => ({ at: NOON + index * seconds * 1000, speedKmh })),
        rules,
      ).map(({ durationSeconds }) => durationSeconds);
    expect(drive(65)).toEqual([130]);
    // The second interval is as long as the first, which is what is usual by then.
    expect(drive(66)).toEqual([66]);
  });
});
