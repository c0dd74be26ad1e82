import { beforeEach, describe, expect, test } from 'vitest';
import { drivenTrip } from '../../../test/support/driven.ts';
import { type PlacingAbout, placeTrips } from './placing.ts';
import type { Trip, TripFigures } from './trip.ts';

let drawn = 0;
beforeEach(() => {
  drawn = 0;
});

const about = (instead: Partial<PlacingAbout> = {}): PlacingAbout => ({
  pseudonym: 'p',
  rules: 'driving@1.0.0',
  newTripId: () => `trp_new00${++drawn}`,
  wasOpen: undefined,
  lastIsOpen: false,
  ...instead,
});

function figures(startedAt: number, endedAt: number): TripFigures {
  const { pointCount, distanceM, durationSeconds, maxSpeedKmh, nightShare, events, inputs } = drivenTrip();
  return {
    startedAt,
    endedAt,
    pointCount,
    distanceM,
    durationSeconds,
    maxSpeedKmh,
    nightShare,
    events,
    inputs,
  };
}

const completed = (tripId: string, startedAt: number, endedAt: number, instead: Partial<Trip> = {}) =>
  drivenTrip({
    tripId,
    startedAt,
    endedAt,
    version: 1,
    status: 'completed',
    events: drivenTrip().events,
    ...instead,
  });

function inProgress(tripId: string, startedAt: number, endedAt: number): Trip {
  const { completedAt: _, ...trip } = completed(tripId, startedAt, endedAt);
  return { ...trip, version: 0, status: 'in-progress' };
}

describe('a trip that was found', () => {
  test('where none was known is a new one, in progress', () => {
    const { trips, moves } = placeTrips([], [figures(10, 20)], about());
    expect(trips).toMatchObject([
      { tripId: 'trp_new001', place: '00000000a-new001', version: 0, status: 'in-progress', startedAt: 10 },
    ]);
    expect(moves).toEqual([{ before: undefined, after: trips[0] }]);
  });

  test('as it was known is not written again', () => {
    const known = completed('trp_a', 10, 20);
    const { trips, moves } = placeTrips([known], [figures(10, 20)], about());
    expect([trips, moves]).toEqual([[known], []]);
  });

  test('of which more is known is corrected where it had been completed', () => {
    const known = completed('trp_a', 10, 20);
    const { moves } = placeTrips([known], [figures(10, 25)], about());
    expect(moves).toEqual([
      { before: known, after: { ...known, ...figures(10, 25), version: 2 }, correction: 'late-data' },
    ]);
  });

  test('of which more is known is written without a word while it is in progress', () => {
    const known = inProgress('trp_a', 10, 20);
    const { moves } = placeTrips([known], [figures(5, 20)], about());
    expect(moves).toEqual([{ before: known, after: { ...known, ...figures(5, 20) } }]);
  });

  test('that goes on is written as it begins, and as it ends', () => {
    const known = inProgress('trp_a', 10, 20);
    const goesOn = about({ wasOpen: 'trp_a', lastIsOpen: true });
    expect(placeTrips([], [figures(10, 20)], about({ lastIsOpen: true })).moves).toHaveLength(1);
    expect(placeTrips([known], [figures(10, 25)], goesOn).moves).toEqual([]);
    // Its row has the figures of its beginning, whatever is known.
    expect(placeTrips([known], [figures(10, 20)], about({ wasOpen: 'trp_a' })).moves).toHaveLength(1);
  });

  test('that was completed and goes on after all is corrected each time', () => {
    const known = completed('trp_a', 10, 20);
    const goesOn = about({ wasOpen: 'trp_a', lastIsOpen: true });
    expect(placeTrips([known], [figures(10, 25)], goesOn).moves).toMatchObject([{ correction: 'late-data' }]);
    expect(placeTrips([known], [figures(10, 20)], goesOn).moves).toEqual([]);
  });

  test('by other rules, which say the same of it, is not written again', () => {
    const known = completed('trp_a', 10, 20, { rules: 'driving@0.9.0' });
    expect(placeTrips([known], [figures(10, 20)], about()).moves).toEqual([]);
  });
});

describe('trips that are one', () => {
  test('are the first of them, and the others part of it', () => {
    const [one, two] = [completed('trp_a', 10, 20), completed('trp_b', 30, 40)];
    const { trips, moves } = placeTrips([one, two], [figures(10, 40)], about());
    expect(trips.map(({ tripId }) => tripId)).toEqual(['trp_a']);
    expect(moves).toEqual([
      { before: one, after: { ...one, ...figures(10, 40), version: 2 }, correction: 'late-data' },
      {
        before: two,
        after: { ...two, status: 'merged', mergedInto: 'trp_a', version: 2 },
        correction: 'merged',
      },
    ]);
  });

  test('are so without a word where they are in progress', () => {
    const [one, two] = [inProgress('trp_a', 10, 20), inProgress('trp_b', 30, 40)];
    const { moves } = placeTrips([one, two], [figures(10, 40)], about());
    expect(
      moves.map(({ after, correction }) => [after.tripId, after.status, after.version, correction]),
    ).toEqual([
      ['trp_a', 'in-progress', 0, undefined],
      ['trp_b', 'merged', 0, undefined],
    ]);
  });

  test('keep what a driver said of one, the own word first', () => {
    const dispute = { reason: 'passenger' as const, at: '2026-11-21T12:00:00.000Z' };
    const one = completed('trp_a', 10, 20);
    const two = completed('trp_b', 30, 40, { dispute });
    expect(placeTrips([one, two], [figures(10, 40)], about()).trips).toMatchObject([{ dispute }]);
    const own = { ...dispute, reason: 'not-driven' as const };
    const { trips } = placeTrips([{ ...one, dispute: own }, two], [figures(10, 40)], about());
    expect(trips).toMatchObject([{ dispute: own }]);
  });

  test('keep it in the row of the one that goes on', () => {
    const dispute = { reason: 'passenger' as const, at: '2026-11-21T12:00:00.000Z' };
    const [one, two] = [inProgress('trp_a', 10, 20), completed('trp_b', 30, 40, { dispute })];
    const goesOn = about({ wasOpen: 'trp_a', lastIsOpen: true });
    const { moves } = placeTrips([one, two], [figures(10, 40)], goesOn);
    expect(moves.map(({ after }) => [after.tripId, after.dispute])).toEqual([
      ['trp_a', dispute],
      ['trp_b', dispute],
    ]);
  });
});

describe('a trip that is none any more', () => {
  test('leaves, and what was completed is corrected', () => {
    const known = completed('trp_a', 10, 20);
    const { moves } = placeTrips([known], [], about());
    expect(moves).toEqual([
      { before: known, after: { ...known, status: 'merged', version: 2 }, correction: 'late-data' },
    ]);
  });

  test('but two is the first of them', () => {
    const known = completed('trp_a', 10, 40);
    const { trips } = placeTrips([known], [figures(10, 20), figures(30, 40)], about());
    expect(trips.map(({ tripId, version }) => [tripId, version])).toEqual([
      ['trp_a', 2],
      ['trp_new001', 0],
    ]);
  });
});
