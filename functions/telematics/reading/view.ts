import type { components } from '../../../openapi/generated/types.ts';
import type { Instant } from '../../platform/clock.ts';
import type { Point } from '../points/point.ts';
import type { DrivingRules } from '../rules.ts';
import { scoreOf } from '../trips/score.ts';
import type { Trip, TripEvent } from '../trips/trip.ts';

type Schemas = components['schemas'];

/** What the contract shows of a trip, of a page of them, and of where one led. */
export type TripView = Schemas['Trip'];
export type TripPage = Schemas['TripPage'];
type Position = Schemas['TripPosition'];

/** More positions than this are thinned out: an answer has its bounds, and so has a map. */
const MOST_POSITIONS = 10_000;

/** A trip by the rules that it was made by, without where it led. */
export function viewTrip(trip: Trip, deviceId: string, rules: DrivingRules): TripView {
  const { tripId, version, status, mergedInto, dispute } = trip;
  return {
    ...{ tripId, version, status, deviceId, rules: trip.rules },
    ...(mergedInto !== undefined && { mergedInto }),
    ...figuresOf(trip),
    ...scoreIn(trip, rules),
    ...(dispute && { dispute: { ...dispute } }),
  };
}

function figuresOf(trip: Trip): Partial<TripView> {
  const { pointCount, distanceM, durationSeconds, maxSpeedKmh, nightShare, completedAt } = trip;
  return {
    pointCount,
    startedAt: instantOf(trip.startedAt),
    endedAt: instantOf(trip.endedAt),
    ...(completedAt !== undefined && { completedAt }),
    distanceKm: rounded(distanceM / 1000, 3),
    durationSeconds: rounded(durationSeconds, 3),
    maxSpeedKmh: rounded(maxSpeedKmh, 1),
    nightShare: rounded(nightShare, 3),
    events: trip.events.map(viewEvent),
  };
}

/** Field by field: the same drive is the same text, whichever way it came in. */
function viewEvent({ at, kind, severity, peakG, excessKmh, source }: TripEvent): Schemas['TripEvent'] {
  return {
    at: instantOf(at),
    kind,
    severity,
    ...(peakG !== undefined && { peakG: rounded(peakG, 3) }),
    ...(excessKmh !== undefined && { excessKmh: rounded(excessKmh, 1) }),
    source,
  };
}

function scoreIn({ inputs }: Trip, rules: DrivingRules): Pick<TripView, 'score' | 'reasons'> {
  const { score, reasons } = scoreOf(inputs, rules);
  return { score, reasons: reasons.map((reason) => ({ ...reason })) };
}

/** Where points were measured, of those that say so; of too many, evenly spaced ones, the first and the last among them. */
export function viewPositions(points: readonly Point[]): Position[] {
  return thinned(points.flatMap(positionOf), MOST_POSITIONS);
}

function positionOf({ at, lat, lon, speedKmh }: Point): Position[] {
  if (lat === undefined || lon === undefined) return [];
  return [{ at: instantOf(at), lat, lon, ...(speedKmh !== undefined && { speedKmh }) }];
}

function thinned<Each>(all: readonly Each[], most: number): Each[] {
  if (all.length <= most) return [...all];
  const step = (all.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, index) => all[Math.round(index * step)] as Each);
}

function instantOf(epochMs: number): Instant {
  return new Date(epochMs).toISOString();
}

function rounded(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  return Math.round(value * scale) / scale;
}
