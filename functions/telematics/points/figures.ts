import type { Point } from './point.ts';
import { PARTS } from './precision.ts';

/** What a point has beside its time, one bit each. The stored form: a bit is never used for anything else. */
export const HAS = {
  position: 1,
  speed: 2,
  heading: 4,
  accuracy: 8,
  ignition: 16,
  ignitionOn: 32,
  acceleration: 64,
  limit: 128,
  findings: 256,
} as const;

/** What a point has, as the sum of its bits. */
export function hasOf(point: Point): number {
  return (
    (point.lat === undefined ? 0 : HAS.position) +
    (point.speedKmh === undefined ? 0 : HAS.speed) +
    (point.headingDeg === undefined ? 0 : HAS.heading) +
    (point.accuracyM === undefined ? 0 : HAS.accuracy) +
    (point.ignition === undefined ? 0 : HAS.ignition) +
    (point.ignition ? HAS.ignitionOn : 0) +
    (point.accelG === undefined ? 0 : HAS.acceleration) +
    (point.speedLimitKmh === undefined ? 0 : HAS.limit) +
    (point.events === undefined ? 0 : HAS.findings)
  );
}

/** A figure that is stored as a column of its own, of those points that have it. */
interface Figure {
  bit: number;
  /** Into how many parts its unit is divided. */
  parts: number;
  of(point: Point): number | undefined;
  give(point: Point, figure: number): void;
}

/** The figures of a point in the order in which they are stored, which never changes. */
export const FIGURES: readonly Figure[] = [
  figure('lat', HAS.position, PARTS.position),
  figure('lon', HAS.position, PARTS.position),
  figure('speedKmh', HAS.speed, PARTS.speed),
  figure('headingDeg', HAS.heading, PARTS.heading),
  figure('accuracyM', HAS.accuracy, PARTS.accuracy),
  axis('x'),
  axis('y'),
  axis('z'),
  figure('speedLimitKmh', HAS.limit, PARTS.speed),
];

type FigureName = 'lat' | 'lon' | 'speedKmh' | 'headingDeg' | 'accuracyM' | 'speedLimitKmh';

function figure(name: FigureName, bit: number, parts: number): Figure {
  return {
    bit,
    parts,
    of: (point) => point[name],
    give(point, figure) {
      point[name] = figure;
    },
  };
}

function axis(name: 'x' | 'y' | 'z'): Figure {
  return {
    bit: HAS.acceleration,
    parts: PARTS.acceleration,
    of: ({ accelG }) => accelG?.[name],
    give(point, figure) {
      point.accelG ??= { x: 0, y: 0, z: 0 };
      point.accelG[name] = figure;
    },
  };
}
