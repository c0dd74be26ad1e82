import { type PackedEvent, packed, unpacked } from './event.ts';
import { type Fix, fixFrom, type KeptFix, keptFix } from './fix.ts';
import { type Fold, newFold } from './fold.ts';
import { type KeptMeasured, type KeptTrip, keptMeasured, keptTrip, measuredOf, tripOf } from './kept-trip.ts';
import type { Trail } from './trail.ts';
import type { Watch } from './watch.ts';

type KeptReading = [ago: number, kmh: number];

interface KeptTrail {
  last: KeptFix;
  since?: number;
  fixes: KeptFix[];
}

interface KeptWatch {
  axes?: number;
  spoke?: number;
  compared?: KeptReading;
  /** There are seldom any, and not for long: they stay as they are. */
  runs?: Pick<Watch, 'axes' | 'speed' | 'speeding'>;
}

/**
 * A fold at rest, as JSON. It is written with every post and paid by the kilobyte: times are kept as milliseconds before
 * the last point, and what there is not is left out.
 */
export interface Checkpoint {
  /** The last point, in epoch milliseconds. */
  at?: number;
  moving?: true;
  /** As its rhythm has it, in epoch milliseconds. */
  knownFrom?: number;
  intervals?: number[];
  seen?: number;
  reading?: KeptReading;
  trail?: KeptTrail;
  watch?: KeptWatch;
  found?: { events: PackedEvent[]; measured: KeptMeasured };
  trip?: KeptTrip;
}

/** A fold as it is kept. */
export function checkpointOf(fold: Fold): Checkpoint {
  const { last, seen, rhythm, reading, trail, watch, found, trip } = fold;
  const { knownFrom, intervals } = rhythm;
  const known = knownFrom === undefined ? {} : { knownFrom };
  if (!last) return known;
  const { at } = last;
  const events = found.events.map((event) => packed(event, at));
  const measured = keptMeasured(found.measured);
  const isFound = events.length > 0 || (trip && measured.some((ms) => ms > 0));
  return {
    ...known,
    ...(intervals.length > 0 && { intervals }),
    at,
    seen,
    ...(last.moving && { moving: true }),
    ...(reading && { reading: [at - reading.at, reading.kmh] }),
    ...(trail.last && { trail: keptTrail(trail, trail.last, at) }),
    watch: keptWatch(watch, at),
    ...(isFound && { found: { events, measured } }),
    ...(trip && { trip: keptTrip(trip, at) }),
  };
}

/** The fold that goes on from a checkpoint. */
export function foldFrom(checkpoint: Checkpoint): Fold {
  const { knownFrom, intervals, at, moving, seen, reading, trail, watch, found, trip } = checkpoint;
  const fold = newFold(knownFrom);
  if (at === undefined) return fold;
  fold.seen = seen ?? 0;
  fold.last = { at, moving: moving ?? false };
  if (intervals) fold.rhythm.intervals = [...intervals];
  if (reading) fold.reading = { at: at - reading[0], kmh: reading[1] };
  if (trail) fold.trail = trailOf(trail, at);
  if (watch) fold.watch = watchOf(watch, at);
  if (found) {
    fold.found = {
      events: found.events.map((event) => unpacked(event, at)),
      measured: measuredOf(found.measured),
    };
  }
  if (trip) fold.trip = tripOf(trip, at);
  return fold;
}

function keptTrail({ since, fixes }: Trail, last: Fix, at: number): KeptTrail {
  return {
    last: keptFix(last, at),
    ...(since !== undefined && { since: at - since }),
    fixes: fixes.map((fix) => keptFix(fix, at)),
  };
}

function trailOf({ last, since, fixes }: KeptTrail, at: number): Trail {
  return {
    last: fixFrom(last, at),
    ...(since !== undefined && { since: at - since }),
    fixes: fixes.map((fix) => fixFrom(fix, at)),
  };
}

function keptWatch({ axesAt, spokeAt, compared, axes, speed, speeding }: Watch, at: number): KeptWatch {
  return {
    ...(axesAt !== undefined && { axes: at - axesAt }),
    ...(spokeAt !== undefined && { spoke: at - spokeAt }),
    ...(compared && { compared: [at - compared.at, compared.kmh] }),
    ...((axes || speed || speeding) && {
      runs: { ...(axes && { axes }), ...(speed && { speed }), ...(speeding && { speeding }) },
    }),
  };
}

function watchOf({ axes, spoke, compared, runs }: KeptWatch, at: number): Watch {
  return {
    ...(axes !== undefined && { axesAt: at - axes }),
    ...(spoke !== undefined && { spokeAt: at - spoke }),
    ...(compared && { compared: { at: at - compared[0], kmh: compared[1] } }),
    ...runs,
  };
}
