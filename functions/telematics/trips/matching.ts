import type { Trip, TripFigures } from './trip.ts';

/** A span of time, in epoch milliseconds. */
type Span = Pick<TripFigures, 'startedAt' | 'endedAt'>;

/** What known trips turn out to be. */
export interface Match {
  /** What was found, in its order, and the known trip that it is, if it is one. */
  found: readonly { figures: TripFigures; known: Trip | undefined }[];
  /** Known trips that are none any more, and the place in `found` of what they are part of, if of anything. */
  gone: readonly { known: Trip; within: number | undefined }[];
}

/**
 * Tells which of the known trips is which of those that were found of all data. One that was found where several are known
 * is the first of them, and the others are part of it; a known one that falls apart is the first part.
 *
 * @param known by their ids; none overlaps another
 * @param found in order of time
 */
export function matchTrips(known: readonly Trip[], found: readonly TripFigures[]): Match {
  const left = new Set(known);
  const matched = found.map((figures) => {
    const same = known.find((trip) => left.has(trip) && overlap(trip, figures));
    if (same) left.delete(same);
    return { figures, known: same };
  });
  const gone = [...left].map((trip) => {
    const within = found.findIndex((figures) => overlap(trip, figures));
    return { known: trip, within: within === -1 ? undefined : within };
  });
  return { found: matched, gone };
}

/** Whether spans share a moment: a trip of one point has no more than that. */
function overlap(one: Span, other: Span): boolean {
  return one.startedAt <= other.endedAt && other.startedAt <= one.endedAt;
}
