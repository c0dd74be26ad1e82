import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { disorderly } from '../../../test/support/disorderly-device.ts';
import { drivingFrom } from '../../../test/support/driving-arbitrary.ts';
import { NOON, tripsOf } from '../../../test/support/rides.ts';
import { currentRules } from '../catalogue.ts';
import type { Point } from '../points/point.ts';
import { assemble, assemblyFrom, emptyAssembly, openTrip } from './assembly.ts';
import type { TripFigures } from './trip.ts';

const { rules } = currentRules();
const SPLIT_MS = rules.split.motionlessSeconds * 1000;

/** A device that sends seldom: intervals on either side of what is a gap, and whether it moves. */
const seldom = fc
  .array(
    fc.tuple(fc.constantFrom(1, 30, 35, 36, 60, 65, 66, 125, 130, 131, 200), fc.constantFrom(0, 0, 54)),
    {
      minLength: 1,
      maxLength: 60,
      size: 'max',
    },
  )
  .map((steps) => {
    let at = NOON;
    return steps.map(([seconds, speedKmh]): Point => {
      at += seconds * 1000;
      return { at, speedKmh };
    });
  });

const devices = fc.oneof(drivingFrom(NOON), disorderly(NOON), seldom);

/** Points cut into batches of sizes that take turns. */
function cut(points: readonly Point[], sizes: readonly number[]): Point[][] {
  const batches: Point[][] = [];
  for (let start = 0; start < points.length; ) {
    const end = start + (sizes[batches.length % sizes.length] ?? 1);
    batches.push(points.slice(start, end));
    start = end;
  }
  return batches;
}

/** The trips of batches, each folded on top of what JSON has kept of those before. */
function inBatches(batches: readonly Point[][]): TripFigures[] {
  let assembly = emptyAssembly;
  const trips: TripFigures[] = [];
  for (const batch of batches) {
    const { ended, after } = assemble(JSON.parse(JSON.stringify(assembly)), batch, rules);
    trips.push(...ended);
    assembly = after;
  }
  const open = openTrip(assembly);
  return open ? [...trips, open] : trips;
}

/** What a fold of only a part of the points gives: from before one trip up to behind another. */
function inWindow(points: readonly Point[], trips: readonly TripFigures[], first: number, last: number) {
  const from = Math.max((trips[first]?.startedAt ?? 0) - SPLIT_MS, trips[first - 1]?.endedAt ?? 0);
  const to = Math.min(
    (trips[last]?.endedAt ?? 0) + SPLIT_MS,
    trips[last + 1]?.startedAt ?? Number.POSITIVE_INFINITY,
  );
  const inside = points.filter(({ at }) => at > from && at < to);
  const { ended, after } = assemble(assemblyFrom(from + 1), inside, rules);
  const open = openTrip(after);
  return open ? [...ended, open] : [...ended];
}

describe('whatever a device sends', () => {
  it('its trips are the same however it is cut into batches', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(devices, sizes, (points, sizes) => {
        expect(inBatches(cut(points, sizes))).toEqual(tripsOf(points, rules));
      }),
      { numRuns: 300 },
    );
  });

  it('its trips are the same where only the points around them are put together', () => {
    let compared = 0;
    fc.assert(
      fc.property(devices, fc.nat(), fc.nat(), (points, some, more) => {
        const trips = tripsOf(points, rules);
        if (trips.length === 0) return;
        const first = some % trips.length;
        const last = first + (more % (trips.length - first));
        expect(inWindow(points, trips, first, last)).toEqual(trips.slice(first, last + 1));
        if (first > 0) compared += 1;
      }),
      { numRuns: 500 },
    );
    expect(compared).toBeGreaterThan(50);
  });

  it('every point that moves is in exactly one trip, and trips lie apart', () => {
    fc.assert(
      fc.property(devices, (points) => {
        const trips = tripsOf(points, rules);
        const within = ({ at }: Point) => trips.filter((trip) => trip.startedAt <= at && at <= trip.endedAt);
        const moving = points.filter(({ speedKmh = 0 }) => speedKmh >= rules.motion.certainKmh);
        for (const point of moving) expect(within(point)).toHaveLength(1);
        for (const point of points) expect(within(point).length).toBeLessThanOrEqual(1);
        for (const trip of trips) {
          const inside = points.filter(({ at }) => trip.startedAt <= at && at <= trip.endedAt);
          expect(trip.pointCount).toBe(inside.length);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('the figures of a trip are possible', () => {
    fc.assert(
      fc.property(devices, (points) => {
        for (const trip of tripsOf(points, rules)) {
          const { inputs, events } = trip;
          expect(trip.durationSeconds).toBe((trip.endedAt - trip.startedAt) / 1000);
          expect(trip.distanceM).toBeLessThanOrEqual(
            (trip.maxSpeedKmh / 3.6 + 80) * trip.durationSeconds + 100,
          );
          expect(trip.nightShare).toBeGreaterThanOrEqual(0);
          expect(trip.nightShare).toBeLessThanOrEqual(1);
          expect(inputs.hardBrakingSeconds).toBeLessThanOrEqual(inputs.brakingSeconds);
          expect(inputs.hardTurningSeconds).toBeLessThanOrEqual(inputs.turningSeconds);
          for (const { at } of events) expect(trip.startedAt <= at && at <= trip.endedAt).toBe(true);
          expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).sort((a, b) => a - b));
        }
      }),
      { numRuns: 300 },
    );
  });
});
