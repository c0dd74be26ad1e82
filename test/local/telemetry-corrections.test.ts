import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Point } from '../../functions/telematics/points/point.ts';
import { newPseudonym, ORIGIN, type RunningIntake, startIntake } from '../support/intake.ts';

const YESTERDAY = Date.now() - 24 * 60 * 60 * 1000;

let intake: RunningIntake;
let pseudonym: string;

beforeAll(async () => {
  intake = await startIntake();
});
afterAll(() => intake.close());
beforeEach(() => {
  pseudonym = newPseudonym();
});

const SECONDS = 1000;

/** Driving at 50 km/h for so many seconds from a moment of yesterday on, and at rest before and after. */
function driveAt(start: number, seconds: number): Point[] {
  return Array.from({ length: seconds + 2 }, (_, index) => ({
    at: YESTERDAY + (start + index) * SECONDS,
    speedKmh: index === 0 || index === seconds + 1 ? 0 : 50,
  }));
}

describe('a completed trip', () => {
  test('that goes on after all is corrected', async () => {
    await intake.post(pseudonym, driveAt(0, 60));
    await intake.complete(pseudonym);
    await intake.post(pseudonym, driveAt(200, 60));
    const [trip, ...others] = await intake.trips.tripsOf(pseudonym, {});
    expect(others).toEqual([]);
    expect(trip).toMatchObject({
      version: 2,
      status: 'completed',
      startedAt: YESTERDAY,
      endedAt: YESTERDAY + 261 * SECONDS,
    });
    expect(await intake.toldOf(trip?.tripId ?? '')).toMatchObject([
      { type: 'trip.completed' },
      { type: 'trip.corrected', change: 'late-data' },
    ]);
  });

  test('is left as it is by what follows it', async () => {
    await intake.post(pseudonym, driveAt(0, 60));
    await intake.complete(pseudonym);
    await intake.post(pseudonym, driveAt(1_000, 60));
    const found = await intake.trips.tripsOf(pseudonym, {});
    expect(found).toMatchObject([
      { version: 0, status: 'in-progress' },
      { version: 1, status: 'completed' },
    ]);
  });

  test('is part of the one before it once it is known what was driven between', async () => {
    await intake.post(pseudonym, driveAt(0, 60));
    await intake.post(pseudonym, driveAt(500, 60));
    await intake.complete(pseudonym);
    const [later, earlier] = await intake.trips.tripsOf(pseudonym, {});
    await intake.post(pseudonym, driveAt(200, 100));
    const [whole, ...others] = await intake.trips.tripsOf(pseudonym, {});
    expect(others).toEqual([]);
    expect(whole).toMatchObject({ tripId: earlier?.tripId, version: 2, endedAt: YESTERDAY + 561 * SECONDS });
    const gone = await intake.trips.findTrip(later?.tripId ?? '');
    expect(gone).toMatchObject({ status: 'merged', mergedInto: earlier?.tripId, version: 2 });
    expect(await intake.toldOf(later?.tripId ?? '')).toMatchObject([
      { type: 'trip.completed' },
      { type: 'trip.corrected', change: 'merged', mergedInto: earlier?.tripId },
    ]);
  });

  test('keeps what its driver says of it, and hands it on to the one that it is part of', async () => {
    await intake.post(pseudonym, driveAt(500, 60));
    await intake.complete(pseudonym);
    const [trip] = await intake.trips.tripsOf(pseudonym, {});
    if (!trip) throw new Error('there is no trip');
    const dispute = { reason: 'passenger' as const, at: new Date().toISOString() };
    const disputed = { ...trip, version: 2, dispute };
    const event = { type: 'trip.corrected', data: { tripId: trip.tripId, change: 'disputed' } };
    const about = { occurredAt: dispute.at, origin: ORIGIN };
    await intake.commit(
      { changes: [intake.trips.changeOfTrip(trip, disputed, event, about)] },
      Date.now() + 5_000,
    );
    await intake.post(pseudonym, driveAt(200, 60));
    const [whole] = await intake.trips.tripsOf(pseudonym, {});
    expect(whole).toMatchObject({ dispute, startedAt: YESTERDAY + 200 * SECONDS });
  });
});

test('trips are read whole, however many there are, and however many became part of others', async () => {
  const many = Array.from({ length: 60 }, (_, turn) => driveAt(-turn * 600, 5));
  for (const points of many) await intake.post(pseudonym, points);
  const before = await intake.trips.tripsOf(pseudonym, {});
  expect(before).toHaveLength(60);
  // What was driven between the latest fifty makes them one.
  for (let turn = 1; turn < 50; turn++) await intake.post(pseudonym, driveAt(-turn * 600 + 150, 300));
  const after = await intake.trips.tripsOf(pseudonym, {});
  expect(after.map(({ tripId }) => tripId)).toEqual(before.slice(49).map(({ tripId }) => tripId));
  expect(await intake.trips.tripsOf(pseudonym, { limit: 3 })).toEqual(after.slice(0, 3));
  const { place = '' } = after[2] ?? {};
  expect(await intake.trips.tripsOf(pseudonym, { before: place })).toEqual(after.slice(3));
});

describe('what is sent once more', () => {
  const version = async () => (await intake.findCursor(pseudonym))?.version;

  test('costs no write, be it the last batch or one of long ago', async () => {
    const batches = Array.from({ length: 6 }, (_, turn) => driveAt(turn * 60, 58));
    for (const points of batches) await intake.post(pseudonym, points);
    const before = await version();
    const [oldest = []] = batches;
    expect(await intake.post(pseudonym, batches[5] ?? [])).toBe(0);
    expect(await intake.post(pseudonym, oldest)).toBe(0);
    expect(await version()).toBe(before);
  });

  test('along with what is new is stored once, the last moment of before too', async () => {
    const points = driveAt(0, 60);
    await intake.post(pseudonym, points.slice(0, 30));
    expect(await intake.post(pseudonym, points.slice(29))).toBe(points.length - 30);
    expect(await intake.pointsOf(pseudonym)).toEqual(points);
  });
});
