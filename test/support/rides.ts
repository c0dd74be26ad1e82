import type { Point } from '../../functions/telematics/points/point.ts';
import type { DrivingRules } from '../../functions/telematics/rules.ts';
import { assemble, emptyAssembly, openTrip } from '../../functions/telematics/trips/assembly.ts';
import type { TripFigures } from '../../functions/telematics/trips/trip.ts';

/** Noon in Brussels, in epoch milliseconds. */
export const NOON = Date.parse('2026-11-20T11:00:00Z');

const METRES_PER_DEGREE = 111_195;

/** The trips of points, the one that may still go on among them. */
export function tripsOf(points: readonly Point[], rules: DrivingRules): TripFigures[] {
  const { ended, after } = assemble(emptyAssembly, points, rules);
  const open = openTrip(after);
  return open ? [...ended, open] : [...ended];
}

/** Points at equal intervals, one a second unless told; what each says depends on its number. */
export function every(
  count: number,
  said: (index: number) => Omit<Point, 'at'>,
  { from = NOON, seconds = 1 } = {},
): Point[] {
  return Array.from({ length: count }, (_, index) => ({ at: from + index * seconds * 1000, ...said(index) }));
}

/** Speeds in km/h, one a second. */
export function speeds(...kmh: number[]): Point[] {
  return every(kmh.length, (index) => ({ speedKmh: kmh[index] ?? 0 }));
}

/** A position so many metres north and east of Ghent. */
export function place(north: number, east = 0): { lat: number; lon: number } {
  const lat = 51 + north / METRES_PER_DEGREE;
  const lon = 3.7 + east / METRES_PER_DEGREE / Math.cos((51 * Math.PI) / 180);
  return { lat: Math.round(lat * 1e6) / 1e6, lon: Math.round(lon * 1e6) / 1e6 };
}

/** The points as if they had been measured so much later. */
export function later(points: readonly Point[], seconds: number): Point[] {
  return points.map((point) => ({ ...point, at: point.at + seconds * 1000 }));
}
