import { describe, expect, test } from 'vitest';
import { drivenTrip } from '../../../test/support/driven.ts';
import { currentRules } from '../catalogue.ts';
import type { Trip } from '../trips/trip.ts';
import { reachOf, windowOf } from './window.ts';

const SECOND = 1000;
const START = 1_795_200_000_000;
const { rules: RULES } = currentRules();

/** How far new points reach to the right, in seconds: further than the 300 that part two trips. */
const REACH = reachOf({ from: 0, to: 0 }, RULES).to / SECOND;

const at = (seconds: number) => START + seconds * SECOND;

const trip = (tripId: string, from: number, to: number): Trip =>
  drivenTrip({ tripId, startedAt: at(from), endedAt: at(to) });

/** The window of new points, in seconds, and the trips in it by their ids. */
function window(from: number, to: number, around: Trip[], newest: number, openTripId?: string) {
  const cursor = { newestAt: at(newest), ...(openTripId !== undefined && { openTripId }) };
  const found = windowOf({ from: at(from), to: at(to) }, around, cursor, RULES);
  return {
    from: (found.from - START) / SECOND,
    to: found.to === Number.MAX_SAFE_INTEGER && found.isLast ? 'end' : (found.to - START) / SECOND,
    trips: found.trips.map(({ tripId }) => tripId),
  };
}

/** A moment less than so many seconds. */
const short = (seconds: number) => seconds - 0.001;

describe('the window of new points', () => {
  test('among no trips reaches as far as parts two, and to the right as far as they make others move', () => {
    expect(REACH).toBeGreaterThan(300);
    expect(window(1_000, 1_060, [], 9_000)).toEqual({ from: 700.001, to: short(1_060 + REACH), trips: [] });
  });

  test('takes in the trips that they may alter, whole', () => {
    const around = [trip('one', 0, 690), trip('two', 1_300, 2_000), trip('three', 4_000, 5_000)];
    expect(window(900, 1_000, around, 9_000)).toEqual({
      from: -299.999,
      to: short(2_000 + REACH),
      trips: ['one', 'two'],
    });
  });

  test('holds nothing of the trips before and after', () => {
    const far = [trip('one', 0, 690), trip('two', 1_060 + REACH + 1, 9_000)];
    expect(window(1_000, 1_060, far, 9_000)).toEqual({ from: 700.001, to: short(1_060 + REACH), trips: [] });
    const near = [trip('one', 0, 690), trip('two', 995, 1_200), trip('three', 1_060 + REACH + 1, 9_000)];
    expect(window(1_000, 1_060, near, 9_000)).toEqual({
      from: 695.001,
      to: short(1_060 + REACH + 1),
      trips: ['two'],
    });
    const close = [trip('one', 0, 699.5), trip('two', 999.8, 1_060)];
    expect(window(1_000, 1_060, close, 9_000)).toMatchObject({ from: 699.801, trips: ['two'] });
    expect(window(1_000, 1_060, [trip('one', 0, 699.9), trip('two', 999, 1_060)], 9_000)).toMatchObject({
      from: 699.901,
    });
  });

  test('goes to the end where nothing was measured behind it', () => {
    expect(window(1_000, 1_060, [], 1_200)).toEqual({ from: 700.001, to: 'end', trips: [] });
  });

  test('goes to the end where the trip is in it that still goes on', () => {
    const around = [trip('one', 1_200, 5_000)];
    expect(window(1_000, 1_060, around, 9_000, 'one')).toMatchObject({ to: 'end', trips: ['one'] });
    expect(window(1_000, 1_060, around, 9_000, 'two')).toMatchObject({ to: short(5_000 + REACH) });
  });

  test('takes in the trip that was going on, however long ago: its figures are written nowhere else', () => {
    const around = [trip('one', -2_000, -1_000), trip('two', 0, 200)];
    expect(window(1_000, 1_060, around, 200, 'two')).toEqual({ from: -299.999, to: 'end', trips: ['two'] });
  });
});
