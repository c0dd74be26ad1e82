import { describe, expect, test } from 'vitest';
import { drivenTrip } from '../../test/support/driven.ts';
import type { Trip } from './trips/trip.ts';
import { windowOf } from './window.ts';

const SECOND = 1000;
const START = 1_795_200_000_000;
const RULES = {
  split: { motionlessSeconds: 300, gapSeconds: 35 },
  motion: { overSeconds: 20 } as never,
};

const at = (seconds: number) => START + seconds * SECOND;

const trip = (tripId: string, from: number, to: number): Trip =>
  drivenTrip({ tripId, startedAt: at(from), endedAt: at(to) });

/** The window of new points, in seconds, and the trips in it by their ids. */
function window(from: number, to: number, around: Trip[], newest: number, openTripId?: string) {
  const cursor = { newestAt: at(newest), ...(openTripId !== undefined && { openTripId }) };
  const found = windowOf({ from: at(from), to: at(to) }, around, cursor, RULES);
  return {
    from: (found.from - START) / SECOND,
    to: found.isLast ? 'end' : (found.to - START) / SECOND,
    trips: found.trips.map(({ tripId }) => tripId),
  };
}

describe('the window of new points', () => {
  test('among no trips reaches as far as parts two, and to the right as far as they make others move', () => {
    expect(window(1_000, 1_060, [], 9_000)).toEqual({ from: 700.001, to: 1_414.999, trips: [] });
  });

  test('takes in the trips that they may alter, whole', () => {
    const around = [trip('one', 0, 690), trip('two', 1_300, 2_000), trip('three', 4_000, 5_000)];
    expect(window(900, 1_000, around, 9_000)).toEqual({
      from: -299.999,
      to: 2_354.999,
      trips: ['one', 'two'],
    });
  });

  test('holds nothing of the trips before and after', () => {
    const around = [trip('one', 0, 690), trip('two', 1_450, 2_000)];
    expect(window(1_000, 1_060, around, 9_000)).toEqual({ from: 700.001, to: 1_414.999, trips: [] });
    expect(
      window(
        995,
        1_060,
        [trip('one', 0, 690), trip('two', 1_100, 1_200), trip('three', 1_480, 1_500)],
        9_000,
      ),
    ).toEqual({ from: 695.001, to: 1_479.999, trips: ['two'] });
    const after = [trip('two', 1_100, 1_200), trip('three', 1_470, 1_500)];
    expect(window(1_000, 1_060, [trip('one', 0, 699), ...after], 9_000)).toEqual({
      from: 700.001,
      to: 1_469.999,
      trips: ['two'],
    });
  });

  test('goes to the end where nothing was measured behind it', () => {
    expect(window(1_000, 1_060, [], 1_200)).toEqual({ from: 700.001, to: 'end', trips: [] });
  });

  test('goes to the end where the trip is in it that still goes on', () => {
    expect(window(1_000, 1_060, [trip('one', 1_200, 5_000)], 9_000, 'one')).toMatchObject({
      to: 'end',
      trips: ['one'],
    });
    expect(window(1_000, 1_060, [trip('one', 1_200, 5_000)], 9_000, 'two')).toMatchObject({ to: 5_354.999 });
  });
});
