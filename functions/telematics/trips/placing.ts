import { canonicalJson } from '../../platform/canonical.ts';
import { instantKey } from '../instant-key.ts';
import { type Match, matchTrips } from './matching.ts';
import type { Trip, TripFigures } from './trip.ts';

/** A trip before and after points were worked in. One that had been completed is corrected, and it is said how. */
export interface TripMove {
  before: Trip | undefined;
  after: Trip;
  correction?: 'late-data' | 'merged';
}

/** Trips once what was found has its place among what was known. */
export interface Placing {
  /** What was found, in its order. */
  trips: readonly Trip[];
  /** What is to be written of that, and of what is no trip of its own any more. */
  moves: readonly TripMove[];
}

/** Whose trips they are, and which of them go on. */
export interface PlacingAbout {
  pseudonym: string;
  /** The rules by which they were put together. */
  rules: string;
  /** A new id for a trip. */
  newTripId(): string;
  /** The trip that was going on: its row does not have its figures. */
  wasOpen: string | undefined;
  /** The last that was found may go on: as long as it does, the cursor has its figures, and no row. */
  lastIsOpen: boolean;
}

/**
 * Gives every trip that was found its place: it is one of those that were known, or a new one.
 *
 * @param known as they stand, by their ids
 * @param found in order of time
 */
export function placeTrips(
  known: readonly Trip[],
  found: readonly TripFigures[],
  about: PlacingAbout,
): Placing {
  const match = matchTrips(known, found);
  const trips = match.found.map(({ figures, known: before }, place) =>
    before ? again(before, figures, disputeWithin(match, place), about) : born(figures, about),
  );
  const kept = match.found.flatMap(({ known: before }, place) => {
    const after = trips[place];
    const isOpen = about.lastIsOpen && place === trips.length - 1;
    return after && isToWrite(before, after, isOpen, about) ? [moveOf(before, after)] : [];
  });
  const gone = match.gone.map(({ known: before, within }) =>
    leave(before, within === undefined ? undefined : trips[within]),
  );
  return { trips, moves: [...kept, ...gone] };
}

/** A trip that nobody has known so far. */
function born(figures: TripFigures, { pseudonym, rules, newTripId }: PlacingAbout): Trip {
  const tripId = newTripId();
  const place = `${instantKey(figures.startedAt)}-${tripId.slice(-6)}`;
  return { tripId, pseudonym, place, version: 0, status: 'in-progress', rules, ...figures };
}

/** A known trip as it was found now: the next version of it, if it had been completed and is not the same. */
function again(before: Trip, figures: TripFigures, dispute: Trip['dispute'], { rules }: PlacingAbout): Trip {
  const after = { ...before, ...figures, rules, ...(dispute && !before.dispute && { dispute }) };
  if (before.version === 0 || isSame(before, after)) return after;
  return { ...after, version: before.version + 1 };
}

/** What its driver said of a trip goes for the one that it is part of by now. */
function disputeWithin({ gone }: Match, place: number): Trip['dispute'] {
  return gone.find(({ known, within }) => within === place && known.dispute)?.known.dispute;
}

/** A known trip that is part of another by now, or was none. */
function leave(before: Trip, into: Trip | undefined): TripMove {
  const after: Trip = {
    ...before,
    version: before.version === 0 ? 0 : before.version + 1,
    status: 'merged',
    ...(into && { mergedInto: into.tripId }),
  };
  return { before, after, ...(before.version > 0 && { correction: into ? 'merged' : 'late-data' }) };
}

function isToWrite(
  before: Trip | undefined,
  after: Trip,
  isOpen: boolean,
  { wasOpen }: PlacingAbout,
): boolean {
  if (!before) return true;
  const cursorHadIt = before.tripId === wasOpen && before.status === 'in-progress';
  const cursorHasIt = isOpen && after.status === 'in-progress';
  if (before.dispute !== after.dispute) return true;
  return cursorHasIt ? !cursorHadIt : cursorHadIt || !isSame(before, after);
}

function moveOf(before: Trip | undefined, after: Trip): TripMove {
  return { before, after, ...(before && before.version > 0 && { correction: 'late-data' as const }) };
}

/** Whether a trip says the same: by which rules it was put together says nothing of it. */
function isSame({ rules: _, ...one }: Trip, { rules: __, ...other }: Trip): boolean {
  return canonicalJson(one) === canonicalJson(other);
}
