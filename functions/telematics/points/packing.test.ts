import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pack, unpack } from './packing.ts';
import type { Point } from './point.ts';
import { rounded } from './precision.ts';

const START = 1_795_200_000_000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** A figure within limits, in so many parts of its unit, as it is stored. */
const figure = (min: number, max: number, parts: number) =>
  fc.integer({ min: min * parts, max: max * parts }).map((count) => rounded(count / parts, parts));

const finding = fc.record(
  {
    kind: fc.constantFrom(
      'braking' as const,
      'acceleration' as const,
      'cornering' as const,
      'speeding' as const,
    ),
    peakG: figure(0, 100, 1_000),
  },
  { requiredKeys: ['kind'] },
);

const position = fc.record({ lat: figure(-90, 90, 1e6), lon: figure(-180, 180, 1e6) });

const measured = fc.record(
  {
    speedKmh: figure(0, 400, 10),
    headingDeg: figure(0, 359, 1),
    accuracyM: figure(0, 100_000, 10),
    ignition: fc.boolean(),
    accelG: fc.record({ x: figure(-100, 100, 1e3), y: figure(-100, 100, 1e3), z: figure(-100, 100, 1e3) }),
    speedLimitKmh: figure(1, 300, 10),
    events: fc.array(finding, { minLength: 1, maxLength: 4 }),
  },
  { requiredKeys: [] },
);

/** Points of whatever the contract allows, at any moments of three hours. */
const anyPoints: fc.Arbitrary<Point[]> = fc
  .uniqueArray(fc.integer({ min: 0, max: 3 * 60 * 60 * 1000 }), { minLength: 1, maxLength: 80 })
  .chain((moments) =>
    fc
      .array(fc.tuple(fc.option(position, { nil: {} }), measured), {
        minLength: moments.length,
        maxLength: moments.length,
      })
      .map((all) =>
        moments
          .toSorted((one, other) => one - other)
          .map((moment, index) => ({ at: START + moment, ...all[index]?.[0], ...all[index]?.[1] })),
      ),
  );

/** Points of an even drive, once a second, that tell everything. */
const drive = (length: number): Point[] =>
  Array.from({ length }, (_, second) => ({
    at: START + second * 1000,
    lat: rounded(50.85 + second * 0.00012 + Math.sin(second) * 0.00001, 1e6),
    lon: rounded(4.35 + second * 0.00009 + Math.cos(second * 3) * 0.00001, 1e6),
    speedKmh: rounded(50 + 20 * Math.sin(second / 40) + Math.sin(second * 7), 10),
    headingDeg: Math.round(40 + 20 * Math.sin(second / 30)),
    accuracyM: rounded(4 + (Math.floor(second / 50) % 3), 10),
    ignition: true,
    accelG: {
      x: rounded(0.1 * Math.sin(second * 5), 1e3),
      y: rounded(0.1 * Math.sin(second * 11), 1e3),
      z: rounded(1 + 0.05 * Math.sin(second * 13), 1e3),
    },
    speedLimitKmh: 50,
  }));

describe('packed points', () => {
  test('are the same once they are unpacked, whatever they tell', () => {
    fc.assert(
      fc.property(anyPoints, (points) => {
        expect(unpack(pack(points))).toEqual(points);
      }),
      { numRuns: 300 },
    );
  });

  test('are the same once they are unpacked, where one is far from all others', () => {
    const points = drive(30).map((point, index) => (index === 11 ? { ...point, lat: -90, lon: 180 } : point));
    expect(unpack(pack(points))).toEqual(points);
  });

  test('are the same bytes however often they are packed: they are known by them', () => {
    expect(pack(drive(100))).toEqual(pack(structuredClone(drive(100))));
  });

  test('take at most 10 bytes each, with every figure of the contract', () => {
    expect(pack(drive(600)).length / 600).toBeLessThan(10);
  });

  test('take a bit or two each where nothing changes', () => {
    const parked = Array.from({ length: 600 }, (_, second) => ({ at: START + second * 1000, speedKmh: 0 }));
    expect(pack(parked).length).toBeLessThan(40);
  });

  test('may lie three days apart', () => {
    const points = [
      { at: START, speedKmh: 1 },
      { at: START + 3 * DAY_MS, speedKmh: 2 },
    ];
    expect(unpack(pack(points))).toEqual(points);
  });

  test('of a form that nobody knows are refused, as are such that were cut off', () => {
    const packed = pack(drive(20));
    expect(() => unpack(Uint8Array.from([9, ...packed.slice(1)]))).toThrow(RangeError);
    expect(() => unpack(packed.slice(0, packed.length - 20))).toThrow(RangeError);
  });
});
