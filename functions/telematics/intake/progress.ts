import { canonicalJson } from '../../platform/canonical.ts';
import type { Publication } from '../catalogue.ts';
import type { Point } from '../points/point.ts';
import { type Assembly, assemble, assemblyFrom, openTrip } from '../trips/assembly.ts';
import { type Placing, placeTrips, type TripMove } from '../trips/placing.ts';
import type { Trip, TripFigures } from '../trips/trip.ts';
import type { Cursor } from './cursor.ts';
import type { Window } from './window.ts';

/** What is to be written once points were worked in: all of it, or nothing. */
export interface Progress {
  cursor: Cursor;
  moves: readonly TripMove[];
}

/** When points are worked in, by which rules, and where ids come from. */
export interface Circumstances {
  /** Epoch milliseconds. */
  now: number;
  publication: Publication;
  /** A new id for a trip. */
  newTripId(): string;
  /** What the points are known by when they are sent once more. */
  batchKey: string;
  /** From the first of them to the last, in milliseconds. */
  spanMs: number;
}

/** A device sends again what it got no answer to: so many batches back it is known without a look at what is stored. */
const RECENT = 4;

/** More changes of trips are not written at once: one of a completed trip is two of a transaction's hundred items. */
const MOST_ITEMS = 90;

/** The trips that a fold of points has made: those that ended, and the one that may still go on. */
interface Folded {
  ended: readonly TripFigures[];
  open: TripFigures | undefined;
}

/**
 * Works in points that are all later than what was worked in before.
 *
 * @param open the trip that was going on, as it stands
 * @param points in order of time, one at least
 */
export function advance(
  cursor: Cursor,
  open: Trip | undefined,
  points: readonly Point[],
  circumstances: Circumstances,
): Progress {
  const { ended, after } = assemble(cursor.assembly, points, circumstances.publication.rules);
  const folded = { ended, open: openTrip(after) };
  return goOn({ cursor, known: open ? [open] : [], folded, points, assembly: after }, circumstances);
}

/**
 * Puts the trips of a window together anew.
 *
 * @param points all that were measured in it, in order of time, one at least
 */
export function rework(
  cursor: Cursor,
  { from, trips: known, isLast }: Window,
  points: readonly Point[],
  circumstances: Circumstances,
): Progress {
  const { ended, after } = assemble(assemblyFrom(from), points, circumstances.publication.rules);
  const open = openTrip(after);
  if (isLast) return goOn({ cursor, known, folded: { ended, open }, points, assembly: after }, circumstances);
  // What comes after the window is a trip of its own: this one cannot go on.
  const folded = { ended: open ? [...ended, open] : ended, open: undefined };
  const { trips, moves } = place(cursor, known, folded, circumstances);
  return { cursor: { ...touched(cursor, trips, circumstances), assembly: cursor.assembly }, moves };
}

/** Whether points that were worked in changed nothing: they had been before. */
export function isIdle({ cursor, moves }: Progress, before: Cursor): boolean {
  const [was, is] = [before, cursor].map(({ assembly }) => canonicalJson(openTrip(assembly)));
  return moves.length === 0 && cursor.newestAt === before.newestAt && was === is;
}

/** Whether more is to be written than one transaction holds. */
export function isTooMuch({ moves }: Progress): boolean {
  return moves.reduce((items, { correction }) => items + (correction ? 2 : 1), 0) > MOST_ITEMS;
}

/** What a fold that reaches the latest point amounts to: the next one goes on from there. */
function goOn(
  fold: {
    cursor: Cursor;
    known: readonly Trip[];
    folded: Folded;
    points: readonly Point[];
    assembly: Assembly;
  },
  circumstances: Circumstances,
): Progress {
  const { cursor, known, folded, points, assembly } = fold;
  const { trips, moves } = place(cursor, known, folded, circumstances);
  const { openTripId: _, openPlace: __, openIsSettled: ___, ...kept } = touched(cursor, trips, circumstances);
  const open = folded.open && trips.at(-1);
  const newestAt = Math.max(cursor.newestAt, points.at(-1)?.at ?? 0);
  return {
    cursor: {
      ...{ ...kept, newestAt, assembly, rhythmMs: rhythmOf(cursor, circumstances) },
      ...(open && { openTripId: open.tripId, openPlace: open.place }),
      ...(open && open.status !== 'in-progress' && { openIsSettled: true }),
    },
    moves,
  };
}

/** A device that sends at once what it had stored is as quick as its posts; one that was parked, as what it measured. */
function rhythmOf({ version, changedAt }: Cursor, { now, spanMs }: Circumstances): number {
  return version === 0 ? spanMs : Math.min(spanMs, now - changedAt);
}

function place(
  { pseudonym, openTripId }: Cursor,
  known: readonly Trip[],
  { ended, open }: Folded,
  { publication, newTripId }: Circumstances,
): Placing {
  const found = open ? [...ended, open] : ended;
  const about = {
    pseudonym,
    rules: publication.name,
    newTripId,
    wasOpen: openTripId,
    lastIsOpen: open !== undefined,
  };
  return placeTrips(known, found, about);
}

/** A cursor's next version, after trips were put together. */
function touched(cursor: Cursor, trips: readonly Trip[], { now, batchKey }: Circumstances): Cursor {
  const unsettled = trips.filter(({ status }) => status === 'in-progress').map(({ startedAt }) => startedAt);
  const { version, unsettledSince } = cursor;
  const since = Math.min(unsettledSince ?? Number.POSITIVE_INFINITY, ...unsettled);
  const isSettled = since === Number.POSITIVE_INFINITY;
  return {
    ...cursor,
    version: version + 1,
    changedAt: now,
    recent: [batchKey, ...cursor.recent].slice(0, RECENT),
    ...(!isSettled && { unsettledSince: since }),
  };
}
