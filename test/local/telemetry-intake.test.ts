import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Point } from '../../functions/telematics/points/point.ts';
import { inOrder, stretchesOf } from '../../functions/telematics/points/stretch.ts';
import { drivingFrom } from '../support/driving-arbitrary.ts';
import { newPseudonym, type RunningIntake, startIntake, tripsMeant } from '../support/intake.ts';
import { every } from '../support/rides.ts';

const YESTERDAY = Date.now() - 24 * 60 * 60 * 1000;

let intake: RunningIntake;

beforeAll(async () => {
  intake = await startIntake();
});
afterAll(() => intake.close());

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

/** The same drives each time: whoever finds a fault finds it again, and is not kept waiting for a smaller one. */
const REPEATABLE = { seed: 20_261_121, endOnFailure: true };

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
        for (const points of posts) stored += await intake.post(whose, points);
        expect(stored).toBe(sent.length);
        expect(await intake.pointsOf(whose)).toEqual(sent);
        expect(await intake.tripsOf(whose)).toEqual(tripsMeant(sent));
      }),
      { numRuns: RUNS, ...REPEATABLE },
    );
  }, 600_000);

  test('all at the same time, each is stored once and the trips are the same', async () => {
    const way = fc.tuple(
      drivingFrom(YESTERDAY),
      fc.array(sizes, { minLength: 2, maxLength: 2 }),
      fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }),
    );
    await fc.assert(
      fc.asyncProperty(way, async ([points, ways, twice]) => {
        const whose = newPseudonym();
        const once = ways.flatMap((each) => cut(points, each).slice(0, 5));
        const posts = [...once, ...once.filter((_, index) => twice[index])];
        const sent = inOrder(posts.flat());
        const stored = await Promise.all(posts.map((each) => intake.post(whose, each)));
        expect(stored.reduce((sum, each) => sum + each, 0)).toBe(sent.length);
        expect(await intake.pointsOf(whose)).toEqual(sent);
        expect(await intake.tripsOf(whose)).toEqual(tripsMeant(sent));
      }),
      { numRuns: RUNS, ...REPEATABLE },
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
          await intake.post(whose, points);
          await intake.complete(whose);
        }
        expect(await intake.tripsOf(whose)).toEqual(tripsMeant(posts.flat()));
        for (const { tripId, version, status } of await intake.trips.tripsOf(whose, {})) {
          const told = await intake.toldOf(tripId);
          expect([status, told.length]).toEqual(['completed', version]);
          expect(told[0]).toMatchObject({ type: 'trip.completed', tripId });
          expect(told.slice(1)).toEqual(
            told.slice(1).map(() => ({ type: 'trip.corrected', tripId, change: 'late-data' })),
          );
        }
      }),
      { numRuns: RUNS, ...REPEATABLE },
    );
  }, 600_000);

  test('after posts that were broken off, and came again in other batches, each is stored once and the trips are the same', async () => {
    const way = drivingFrom(YESTERDAY).chain((points) =>
      fc.tuple(sizes, sizes).chain(([before, after]) => {
        const posts = cut(points, before).slice(0, 10);
        const again = cut(posts.flat(), after).slice(0, 20);
        return fc.record({
          posts: fc.shuffledSubarray(posts, { minLength: posts.length }),
          brokenOff: fc.array(fc.boolean(), { minLength: posts.length, maxLength: posts.length }),
          again: fc.shuffledSubarray(again, { minLength: again.length }),
        });
      }),
    );
    await fc.assert(
      fc.asyncProperty(way, async ({ posts, brokenOff, again }) => {
        const whose = newPseudonym();
        for (const [index, points] of posts.entries()) {
          if (!brokenOff[index]) await intake.post(whose, points);
          else for (const stretch of stretchesOf(points)) await intake.keep(whose, stretch);
        }
        for (const points of again) await intake.post(whose, points);
        const sent = inOrder([...posts, ...again].flat());
        expect(await intake.pointsOf(whose)).toEqual(sent);
        expect(await intake.tripsOf(whose)).toEqual(tripsMeant(sent));
      }),
      { numRuns: RUNS, ...REPEATABLE },
    );
  }, 600_000);

  test('after a post that was broken off, the trip that was going on before it keeps all of its points', async () => {
    const whose = newPseudonym();
    const minutes = (from: number, count: number) =>
      every(count * 6, () => ({ speedKmh: 40 }), { from: YESTERDAY + from * 60_000, seconds: 10 });
    const [first, second, later] = [minutes(0, 5), minutes(5, 5), minutes(20, 3)];

    await intake.post(whose, second);
    await intake.post(whose, first);
    await intake.keep(whose, later);
    await intake.post(whose, later);

    const trips = await intake.tripsOf(whose);
    expect(trips.map(({ pointCount }) => pointCount)).toEqual([60, 18]);
    expect(trips).toEqual(tripsMeant([...first, ...second, ...later]));
  });
});
