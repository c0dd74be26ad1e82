import fc from 'fast-check';
import type { Point } from '../../functions/telematics/points/point.ts';

/** One point of a device that keeps to no order: how long after the one before, and all that it may say or not. */
const step = fc.record({
  afterMs: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(100, 200, 500, 1_000, 1_003, 2_000, 7_000) },
    { weight: 3, arbitrary: fc.constantFrom(15_000, 20_000, 30_000, 34_999, 35_000, 35_001, 60_000) },
    { weight: 1, arbitrary: fc.constantFrom(120_000, 240_000, 299_999, 300_000, 300_001, 900_000) },
  ),
  says: fc.constantFrom('speed', 'position', 'both'),
  kmh: fc.oneof(fc.constantFrom(0, 0, 0.5, 0.9, 1, 2.5, 3.9, 4, 5), fc.integer({ min: 6, max: 140 })),
  stays: fc.constantFrom(true, false, false),
  jitter: fc.integer({ min: -300, max: 300 }),
  leaps: fc.integer({ min: 0, max: 60 }).map((chance) => chance === 0),
  accuracyM: fc.option(fc.constantFrom(0, 1, 4, 12, 80), { nil: undefined }),
  ignition: fc.option(fc.boolean(), { nil: undefined }),
  pull: fc.option(fc.tuple(fc.integer({ min: -650, max: 650 }), fc.integer({ min: -650, max: 650 })), {
    nil: undefined,
  }),
  limit: fc.option(fc.constantFrom(30, 50, 120), { nil: undefined }),
  found: fc.integer({ min: 0, max: 20 }).map((chance) => chance === 0),
});

type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never;

/** What a device measures that mixes everything that devices do, from an instant (epoch milliseconds) on. */
export function disorderly(instant: number): fc.Arbitrary<Point[]> {
  return fc.array(step, { minLength: 1, maxLength: 250, size: 'max' }).map((steps) => {
    let at = instant;
    let north = 50_850_000;
    return steps.map((each) => {
      at += each.afterMs;
      if (!each.stays) north += Math.round((each.kmh * each.afterMs) / 3_600 / 0.111) + each.jitter;
      if (each.leaps) north += 40_000;
      return pointOf(each, at, north);
    });
  });
}

function pointOf(
  { says, kmh, accuracyM, ignition, pull, limit, found }: Step,
  at: number,
  north: number,
): Point {
  return {
    at,
    ...(says !== 'position' && { speedKmh: kmh }),
    ...(says !== 'speed' && { lat: north / 1e6, lon: 4.35 }),
    ...(says !== 'speed' && accuracyM !== undefined && { accuracyM }),
    ...(ignition !== undefined && { ignition }),
    ...(pull && { accelG: { x: pull[0] / 1000, y: pull[1] / 1000, z: 1 } }),
    ...(limit !== undefined && { speedLimitKmh: limit }),
    ...(found && { events: [{ kind: 'cornering' as const, peakG: 0.5 }] }),
  };
}
