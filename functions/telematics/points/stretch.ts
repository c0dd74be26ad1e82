import type { Point } from './point.ts';

/**
 * So long does a stretch last at most that is stored as one item, from its first point to its last: what may hold points
 * of a moment begins no further before it, so that one query finds it. Nor has it more new trips than one transaction holds.
 */
export const LONGEST_MS = 6 * 60 * 60 * 1000;

/** Points in order of time, those of one moment but once: of these the one that was named first counts. */
export function inOrder(points: readonly Point[]): Point[] {
  const sorted = points.toSorted((one, other) => one.at - other.at);
  return sorted.filter(({ at }, index) => index === 0 || at !== sorted[index - 1]?.at);
}

/** Points in order of time, cut into stretches that are not too long. */
export function stretchesOf(points: readonly Point[]): Point[][] {
  const stretches: Point[][] = [];
  let until = Number.NEGATIVE_INFINITY;
  for (const point of points) {
    if (point.at > until) {
      stretches.push([]);
      until = point.at + LONGEST_MS;
    }
    stretches.at(-1)?.push(point);
  }
  return stretches;
}

/** Points in order of time in two stretches of as many. */
export function halvesOf(points: readonly Point[]): Point[][] {
  const middle = Math.ceil(points.length / 2);
  return [points.slice(0, middle), points.slice(middle)];
}
