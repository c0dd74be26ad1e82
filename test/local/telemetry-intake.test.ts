import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { currentRules } from '../../functions/telematics/catalogue.ts';
import { completeTrip } from '../../functions/telematics/completed-trip.ts';
import { currentTrip } from '../../functions/telematics/current-trip.ts';
import { settle } from '../../functions/telematics/cursor.ts';
import type { Point } from '../../functions/telematics/points/point.ts';
import { inOrder, stretchesOf } from '../../functions/telematics/points/stretch.ts';
import { assemble, emptyAssembly, openTrip } from '../../functions/telematics/trips/assembly.ts';
import type { TripFigures } from '../../functions/telematics/trips/trip.ts';
import { drivingFrom } from '../support/driving-arbitrary.ts';
import { DRIVING_TABLES } from '../support/driving-tables.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

const ORIGIN = {
  partnerId: 'insurer',
  actor: 'trip-completion',
  operationId: 'completeTrips',
  requestId: 'run',
  interactionId: 'run',
};

const YESTERDAY = Date.now() - 24 * 60 * 60 * 1000;

let platform: Platform;
let intake: typeof import('../../functions/telematics/intake.ts');
let cursors: typeof import('../../functions/telematics/cursor-store.ts');
let trips: typeof import('../../functions/telematics/trip-store.ts');
let batches: typeof import('../../functions/telematics/points/batch-store.ts');
let commit: typeof import('../../functions/platform/commit.ts').commit;
let readLedger: typeof import('../../functions/platform/ledger.ts').readLedger;
let pseudonym: string;

beforeAll(async () => {
  platform = await startPlatform(DRIVING_TABLES);
  intake = await import('../../functions/telematics/intake.ts');
  cursors = await import('../../functions/telematics/cursor-store.ts');
  trips = await import('../../functions/telematics/trip-store.ts');
  batches = await import('../../functions/telematics/points/batch-store.ts');
  ({ commit } = await import('../../functions/platform/commit.ts'));
  ({ readLedger } = await import('../../functions/platform/ledger.ts'));
});
afterAll(() => platform.close());
beforeEach(() => {
  pseudonym = newPseudonym();
});

const newPseudonym = () => crypto.randomUUID().replaceAll('-', '').slice(0, 22);

/** Has points taken in as one batch: how many were stored. */
async function post(points: readonly Point[], whose = pseudonym): Promise<number> {
  let stored = 0;
  for (const stretch of stretchesOf(inOrder(points))) {
    stored += await intake.takeIn(whose, stretch, { deadline: Date.now() + 10_000 });
  }
  return stored;
}

/** What the trips of a device amount to, oldest first. */
async function tripsKept(whose = pseudonym): Promise<TripFigures[]> {
  const cursor = await cursors.findCursor(whose);
  const kept = await trips.tripsOf(whose, {});
  return kept.map((trip) => figuresOf(currentTrip(trip, cursor))).reverse();
}

/** What they amount to where all points are folded at once. */
function tripsMeant(points: readonly Point[]): TripFigures[] {
  const { ended, after } = assemble(emptyAssembly, inOrder(points), currentRules().rules);
  const open = openTrip(after);
  return (open ? [...ended, open] : ended).map(figuresOf);
}

function figuresOf(trip: TripFigures): TripFigures {
  const {
    startedAt,
    endedAt,
    pointCount,
    distanceM,
    durationSeconds,
    maxSpeedKmh,
    nightShare,
    events,
    inputs,
  } = trip;
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

async function pointsKept(whose = pseudonym): Promise<Point[]> {
  const kept = await batches.batchesIn(whose, 0, Number.MAX_SAFE_INTEGER);
  return kept.flatMap(({ points }) => points).sort((one, other) => one.at - other.at);
}

/** Points in batches of these sizes, over and over. */
function cut(points: readonly Point[], sizes: readonly number[]): Point[][] {
  const parts: Point[][] = [];
  for (let start = 0, turn = 0; start < points.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    parts.push(points.slice(start, start + size));
    start += size;
  }
  return parts;
}

/** Completes all trips of a device that are in progress, as the job does where none has moved for long enough. */
async function complete(whose: string): Promise<void> {
  const cursor = await cursors.findCursor(whose);
  if (cursor?.unsettledSince === undefined) return;
  const kept = await trips.tripsOf(whose, {});
  const over = kept.filter(({ status }) => status === 'in-progress').map((trip) => currentTrip(trip, cursor));
  const about = { occurredAt: new Date().toISOString(), origin: ORIGIN };
  const [first, ...others] = over.map((trip) => {
    const { completed, event } = completeTrip(trip, about.occurredAt, currentRules().rules);
    return trips.changeOfTrip(trip, completed, event, about);
  });
  const records = [{ Put: cursors.cursorPut(settle(cursor, undefined), cursor.version) }];
  if (!first) throw new Error('none is in progress');
  const outcome = await commit({ changes: [{ ...first, records }, ...others] }, Date.now() + 5_000);
  expect(outcome).toBe('committed');
}

/** What the ledger tells of a trip, oldest first, each version with its event. */
async function toldOf(tripId: string): Promise<object[]> {
  const entries = await readLedger(tripId, 1_000);
  return entries.flatMap(({ events }) => events.map(({ type, data }) => ({ type, ...data })));
}

const sizes = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 5 });
const RUNS = Number(process.env.RUNS ?? 12);

describe('however points come', () => {
  test('in any order and more than once, each is stored once and the trips are the same', async () => {
    const way = drivingFrom(YESTERDAY).chain((points) =>
      fc.record({
        points: fc.constant(points),
        posts: sizes.chain((each) => {
          const parts = cut(points, each).slice(0, 12);
          return fc
            .tuple(fc.shuffledSubarray(parts, { minLength: parts.length }), fc.subarray(parts))
            .map(([all, again]) => [...all, ...again]);
        }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(way, async ({ posts }) => {
        const whose = newPseudonym();
        const sent = inOrder(posts.flat());
        let stored = 0;
        for (const points of posts) stored += await post(points, whose);
        expect(stored).toBe(sent.length);
        expect(await pointsKept(whose)).toEqual(sent);
        expect(await tripsKept(whose)).toEqual(tripsMeant(sent));
      }),
      { numRuns: RUNS },
    );
  }, 600_000);

  test('all at the same time, each is stored once and the trips are the same', async () => {
    const way = fc.tuple(drivingFrom(YESTERDAY), fc.array(sizes, { minLength: 2, maxLength: 2 }));
    await fc.assert(
      fc.asyncProperty(way, async ([points, ways]) => {
        const whose = newPseudonym();
        const posts = ways.flatMap((each) => cut(points, each).slice(0, 5));
        const sent = inOrder(posts.flat());
        const stored = await Promise.all(posts.map((each) => post(each, whose)));
        expect(stored.reduce((sum, each) => sum + each, 0)).toBe(sent.length);
        expect(await pointsKept(whose)).toEqual(sent);
        expect(await tripsKept(whose)).toEqual(tripsMeant(sent));
      }),
      { numRuns: RUNS },
    );
  }, 600_000);

  test('while trips are completed and corrected, each is completed once and the trips are the same', async () => {
    const way = drivingFrom(YESTERDAY).chain((points) =>
      sizes.chain((each) =>
        fc.shuffledSubarray(cut(points, each).slice(0, 8), {
          minLength: Math.min(8, cut(points, each).length),
        }),
      ),
    );
    await fc.assert(
      fc.asyncProperty(way, async (posts) => {
        const whose = newPseudonym();
        for (const points of posts) {
          await post(points, whose);
          await complete(whose);
        }
        expect(await tripsKept(whose)).toEqual(tripsMeant(posts.flat()));
        for (const { tripId, version, status } of await trips.tripsOf(whose, {})) {
          const told = await toldOf(tripId);
          expect([status, told.length]).toEqual(['completed', version]);
          expect(told[0]).toMatchObject({ type: 'trip.completed', tripId });
          expect(told.slice(1)).toEqual(
            told.slice(1).map(() => ({ type: 'trip.corrected', tripId, change: 'late-data' })),
          );
        }
      }),
      { numRuns: RUNS },
    );
  }, 600_000);

  test('after posts that were broken off before trips had them, each is stored once and the trips are the same', async () => {
    const way = drivingFrom(YESTERDAY).chain((points) =>
      sizes.chain((each) => {
        const parts = cut(points, each).slice(0, 10);
        const all = fc.shuffledSubarray(parts, { minLength: parts.length });
        return fc.tuple(all, fc.array(fc.boolean(), { minLength: parts.length, maxLength: parts.length }));
      }),
    );
    await fc.assert(
      fc.asyncProperty(way, async ([posts, brokenOff]) => {
        const whose = newPseudonym();
        const lost = posts.filter((_, index) => brokenOff[index]);
        for (const [index, points] of posts.entries()) {
          if (!brokenOff[index]) await post(points, whose);
          else
            for (const stretch of stretchesOf(points))
              await batches.keepBatch(batches.packBatch(whose, stretch));
        }
        for (const points of lost) await post(points, whose);
        const sent = inOrder(posts.flat());
        expect(await pointsKept(whose)).toEqual(sent);
        expect(await tripsKept(whose)).toEqual(tripsMeant(sent));
      }),
      { numRuns: RUNS },
    );
  }, 600_000);
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
    await post(driveAt(0, 60));
    await complete(pseudonym);
    await post(driveAt(200, 60));
    const [trip, ...others] = await trips.tripsOf(pseudonym, {});
    expect(others).toEqual([]);
    expect(trip).toMatchObject({
      version: 2,
      status: 'completed',
      startedAt: YESTERDAY,
      endedAt: YESTERDAY + 261 * SECONDS,
    });
    expect(await toldOf(trip?.tripId ?? '')).toMatchObject([
      { type: 'trip.completed' },
      { type: 'trip.corrected', change: 'late-data' },
    ]);
  });

  test('is left as it is by what follows it', async () => {
    await post(driveAt(0, 60));
    await complete(pseudonym);
    await post(driveAt(1_000, 60));
    const found = await trips.tripsOf(pseudonym, {});
    expect(found).toMatchObject([
      { version: 0, status: 'in-progress' },
      { version: 1, status: 'completed' },
    ]);
  });

  test('is part of the one before it once it is known what was driven between', async () => {
    await post(driveAt(0, 60));
    await post(driveAt(500, 60));
    await complete(pseudonym);
    const [later, earlier] = await trips.tripsOf(pseudonym, {});
    await post(driveAt(200, 100));
    const [whole, ...others] = await trips.tripsOf(pseudonym, {});
    expect(others).toEqual([]);
    expect(whole).toMatchObject({ tripId: earlier?.tripId, version: 2, endedAt: YESTERDAY + 561 * SECONDS });
    const gone = await trips.findTrip(later?.tripId ?? '');
    expect(gone).toMatchObject({ status: 'merged', mergedInto: earlier?.tripId, version: 2 });
    expect(await toldOf(later?.tripId ?? '')).toMatchObject([
      { type: 'trip.completed' },
      { type: 'trip.corrected', change: 'merged', mergedInto: earlier?.tripId },
    ]);
  });

  test('keeps what its driver says of it, and hands it on to the one that it is part of', async () => {
    await post(driveAt(500, 60));
    await complete(pseudonym);
    const [trip] = await trips.tripsOf(pseudonym, {});
    if (!trip) throw new Error('there is no trip');
    const dispute = { reason: 'passenger' as const, at: new Date().toISOString() };
    const disputed = { ...trip, version: 2, dispute };
    const event = { type: 'trip.corrected', data: { tripId: trip.tripId, change: 'disputed' } };
    const about = { occurredAt: dispute.at, origin: ORIGIN };
    await commit({ changes: [trips.changeOfTrip(trip, disputed, event, about)] }, Date.now() + 5_000);
    await post(driveAt(200, 60));
    const [whole] = await trips.tripsOf(pseudonym, {});
    expect(whole).toMatchObject({ dispute, startedAt: YESTERDAY + 200 * SECONDS });
  });
});
