import { type PackedEvent, packed, unpacked } from './event.ts';
import { fixFrom, type KeptFix, keptFix } from './fix.ts';
import type { OpenTrip } from './open-trip.ts';
import { MEASURED, type Measured, nothingMeasured } from './watch.ts';

/** What was measured, in the order of its names. */
export type KeptMeasured = number[];

/** A trip that goes on, as it is kept. Times are milliseconds before the last point. */
export interface KeptTrip {
  times: [startedAt: number, endedAt: number, drivenUntil: number];
  sums: [seenBefore: number, points: number, maxSpeedKmh: number];
  measured: KeptMeasured;
  anchor?: KeptFix;
  events: PackedEvent[];
  unfinished?: PackedEvent[];
}

export function keptTrip(trip: OpenTrip, at: number): KeptTrip {
  const { startedAt, endedAt, drivenUntil, anchor, events, unfinished } = trip;
  return {
    times: [at - startedAt, at - endedAt, at - drivenUntil],
    sums: [trip.seenBefore, trip.points, trip.maxSpeedKmh],
    measured: keptMeasured(trip.measured),
    ...(anchor && { anchor: keptFix(anchor, at) }),
    events: events.map((event) => packed(event, at)),
    ...(unfinished && { unfinished: unfinished.map((event) => packed(event, at)) }),
  };
}

export function tripOf(kept: KeptTrip, at: number): OpenTrip {
  const [startedAgo, endedAgo, drivenAgo] = kept.times;
  const [seenBefore, points, maxSpeedKmh] = kept.sums;
  return {
    startedAt: at - startedAgo,
    endedAt: at - endedAgo,
    drivenUntil: at - drivenAgo,
    ...{ seenBefore, points, maxSpeedKmh },
    measured: measuredOf(kept.measured),
    ...(kept.anchor && { anchor: fixFrom(kept.anchor, at) }),
    events: kept.events.map((event) => unpacked(event, at)),
    ...(kept.unfinished && { unfinished: kept.unfinished.map((event) => unpacked(event, at)) }),
  };
}

export function keptMeasured(measured: Measured): KeptMeasured {
  return MEASURED.map((what) => measured[what]);
}

export function measuredOf(kept: KeptMeasured): Measured {
  const measured = nothingMeasured();
  for (const [place, what] of MEASURED.entries()) measured[what] = kept[place] ?? 0;
  return measured;
}
