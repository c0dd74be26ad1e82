import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { currentRules } from '../../functions/telematics/catalogue.ts';
import { currentTrip } from '../../functions/telematics/current-trip.ts';
import type { Point } from '../../functions/telematics/points/point.ts';
import { inOrder, stretchesOf } from '../../functions/telematics/points/stretch.ts';
import { assemble, emptyAssembly, openTrip } from '../../functions/telematics/trips/assembly.ts';
import type { TripFigures } from '../../functions/telematics/trips/trip.ts';
import { drivingFrom } from '../support/driving-arbitrary.ts';
import { DRIVING_TABLES } from '../support/driving-tables.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

const YESTERDAY = Date.now() - 24 * 60 * 60 * 1000;

let platform: Platform;
let intake: typeof import('../../functions/telematics/intake.ts');
let cursors: typeof import('../../functions/telematics/cursor-store.ts');
let trips: typeof import('../../functions/telematics/trip-store.ts');
let batches: typeof import('../../functions/telematics/points/batch-store.ts');
let pseudonym: string;

beforeAll(async () => {
  platform = await startPlatform(DRIVING_TABLES);
  intake = await import('../../functions/telematics/intake.ts');
  cursors = await import('../../functions/telematics/cursor-store.ts');
  trips = await import('../../functions/telematics/trip-store.ts');
  batches = await import('../../functions/telematics/points/batch-store.ts');
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
});
