import type { Point } from '../points/point.ts';
import { type Fix, metresBetween } from './fix.ts';

/** A speed at a time. */
export interface Reading {
  at: number;
  kmh: number;
}

/**
 * What was driven up to a point since an instant, in metres: the integral of speed over time, by the trapezoid between the
 * former reading and the point's own.
 */
export function integrated(former: Reading, { at, speedKmh = 0 }: Point, since: number): number {
  const from = Math.max(former.at, since);
  if (from >= at) return 0;
  const slope = (speedKmh - former.kmh) / (at - former.at);
  const kmh = former.kmh + slope * (from - former.at);
  return ((kmh + speedKmh) / 2 / 3.6) * ((at - from) / 1000);
}

/** What was driven up to a fix since an instant, in metres, where speeds say nothing: straight from a former fix. */
export function straight(former: Fix, fix: Fix, since: number): number {
  const from = Math.max(former.at, since);
  if (from >= fix.at) return 0;
  return metresBetween(former, fix) * ((fix.at - from) / (fix.at - former.at));
}
