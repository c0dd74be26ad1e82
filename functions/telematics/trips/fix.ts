import type { Point } from '../points/point.ts';
import type { DrivingRules } from '../rules.ts';

/** Where a device was. */
export interface Fix {
  at: number;
  lat: number;
  lon: number;
  accuracyM: number;
  /** How many points had been folded in by then, itself included. */
  seen: number;
}

/** The mean radius of the Earth in metres (IUGG). */
const RADIUS_M = 6_371_008.8;
const RADIANS = Math.PI / 180;

/** Where a point was measured, unless it does not say. */
export function fixOf(point: Point, seen: number, { motion }: DrivingRules): Fix | undefined {
  const { at, lat, lon, accuracyM = motion.accuracyM } = point;
  return lat === undefined || lon === undefined ? undefined : { at, lat, lon, accuracyM, seen };
}

/** How far apart two fixes are, in metres; on a plane, which is right to a millionth over some kilometres. */
export function metresBetween(a: Fix, b: Fix): number {
  let east = b.lon - a.lon;
  if (east > 180) east -= 360;
  else if (east < -180) east += 360;
  const x = east * Math.cos(((a.lat + b.lat) / 2) * RADIANS);
  const y = b.lat - a.lat;
  return Math.sqrt(x * x + y * y) * RADIANS * RADIUS_M;
}

/** Whether two fixes are further apart than so many times their accuracies together. */
export function areApart(a: Fix, b: Fix, factor: number): boolean {
  return metresBetween(a, b) > factor * (a.accuracyM + b.accuracyM);
}

/** A fix in few characters. */
export type KeptFix = [ago: number, lat: number, lon: number, accuracyM: number, seen: number];

/** A fix as it is kept, its time as milliseconds before another. */
export function keptFix({ at, lat, lon, accuracyM, seen }: Fix, before: number): KeptFix {
  return [before - at, lat, lon, accuracyM, seen];
}

export function fixFrom([ago, lat, lon, accuracyM, seen]: KeptFix, before: number): Fix {
  return { at: before - ago, lat, lon, accuracyM, seen };
}
