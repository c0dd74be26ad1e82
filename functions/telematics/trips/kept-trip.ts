import { type PackedEvent, packed, unpacked } from './event.ts';
import { fixFrom, type KeptFix, keptFix } from './fix.ts';
import type { OpenTrip } from './open-trip.ts';
import type { Measured } from './watch.ts';

/** Milliseconds of braking, hard braking, turning, hard turning. */
export type KeptMeasured = [braking: number, hardBraking: number, turning: number, hardTurning: number];

/** A trip that goes on, as it is kept. Times are milliseconds before the last point. */
export interface KeptTrip {
  times: [startedAt: number, endedAt: number, movedAt: number, drivenUntil: number];
  sums: [seenBefore: number, points: number, distanceMm: number, nightMm: number, maxSpeedKmh: number];
  measured: KeptMeasured;
  anchor?: KeptFix;
  events: PackedEvent[];
  unfinished?: PackedEvent[];
}

export function keptTrip(trip: OpenTrip, at: number): KeptTrip {
  const { startedAt, endedAt, movedAt, drivenUntil, anchor, events, unfinished } = trip;
  return {
    times: [at - startedAt, at - endedAt, at - movedAt, at - drivenUntil],
    sums: [trip.seenBefore, trip.points, trip.distanceMm, trip.nightMm, trip.maxSpeedKmh],
    measured: keptMeasured(trip.measured),
    ...(anchor && { anchor: keptFix(anchor, at) }),
    events: events.map((event) => packed(event, at)),
    ...(unfinished && { unfinished: unfinished.map((event) => packed(event, at)) }),
  };
}

export function tripOf(kept: KeptTrip, at: number): OpenTrip {
  const [startedAgo, endedAgo, movedAgo, drivenAgo] = kept.times;
  const [seenBefore, points, distanceMm, nightMm, maxSpeedKmh] = kept.sums;
  return {
    startedAt: at - startedAgo,
    endedAt: at - endedAgo,
    movedAt: at - movedAgo,
    drivenUntil: at - drivenAgo,
    ...{ seenBefore, points, distanceMm, nightMm, maxSpeedKmh },
    measured: measuredOf(kept.measured),
    ...(kept.anchor && { anchor: fixFrom(kept.anchor, at) }),
    events: kept.events.map((event) => unpacked(event, at)),
    ...(kept.unfinished && { unfinished: kept.unfinished.map((event) => unpacked(event, at)) }),
  };
}

export function keptMeasured({ brakingMs, hardBrakingMs, turningMs, hardTurningMs }: Measured): KeptMeasured {
  return [brakingMs, hardBrakingMs, turningMs, hardTurningMs];
}

export function measuredOf([brakingMs, hardBrakingMs, turningMs, hardTurningMs]: KeptMeasured): Measured {
  return { brakingMs, hardBrakingMs, turningMs, hardTurningMs };
}
