import fc from 'fast-check';
import type { Point } from '../../functions/telematics/points/point.ts';

/** A part of a device's day. */
type Part =
  | { kind: 'drive' | 'rest'; seconds: number; every: number; speedKmh: number }
  | { kind: 'silence'; seconds: number };

/** What a device tells: its speed, its position, or both and all else. */
type Kind = 'speed' | 'position' | 'all';

const part: fc.Arbitrary<Part> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('drive' as const, 'drive' as const, 'rest' as const),
    seconds: fc.integer({ min: 20, max: 400 }),
    every: fc.constantFrom(1, 5, 15),
    speedKmh: fc.integer({ min: 6, max: 130 }),
  }),
  fc.record({
    kind: fc.constant('silence' as const),
    seconds: fc.constantFrom(10, 60, 200, 290, 299, 300, 301, 310, 900, 4_000),
  }),
);

/** What a device measures over a while, in order of time, from an instant (epoch milliseconds) on. */
export function drivingFrom(instant: number): fc.Arbitrary<Point[]> {
  return fc
    .tuple(
      fc.constantFrom<Kind>('speed', 'position', 'all'),
      fc.array(part, { minLength: 1, maxLength: 7 }),
      fc.noBias(fc.infiniteStream(fc.integer({ min: -9, max: 9 }))),
    )
    .map(([kind, parts, noise]) => measure(instant, kind, parts, noise))
    .filter((points) => points.length > 0);
}

function measure(instant: number, kind: Kind, parts: Part[], noise: Iterator<number>): Point[] {
  const points: Point[] = [];
  const next = () => noise.next().value ?? 0;
  let at = instant;
  let north = 50_850_000;
  for (const each of parts) {
    const end = at + each.seconds * 1000;
    if (each.kind === 'silence') at = end;
    while (each.kind !== 'silence' && at < end) {
      const speedKmh = each.kind === 'rest' ? 0 : Math.max(1, each.speedKmh + next());
      north += Math.round((speedKmh * each.every) / 3.6 / 0.111) + (each.kind === 'rest' ? 0 : next());
      points.push(pointOf(kind, { at, north, speedKmh, next }));
      at += each.every * 1000;
    }
  }
  return points;
}

function pointOf(
  kind: Kind,
  { at, north, speedKmh, next }: { at: number; north: number; speedKmh: number; next(): number },
): Point {
  return {
    at,
    ...(kind !== 'position' && { speedKmh }),
    ...(kind !== 'speed' && { lat: north / 1e6, lon: (4_350_000 + next()) / 1e6, accuracyM: 4 }),
    ...(kind === 'all' && {
      headingDeg: (359 + next() + 360) % 360,
      ignition: speedKmh > 0,
      accelG: { x: (next() * 50) / 1000, y: (next() * 50) / 1000, z: (1_000 + next()) / 1000 },
      speedLimitKmh: 50,
      ...(next() > 7 && { events: [{ kind: 'braking' as const, peakG: (300 + next()) / 1000 }] }),
    }),
  };
}
