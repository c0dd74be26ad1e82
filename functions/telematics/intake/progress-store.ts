import { now } from '../../platform/clock.ts';
import { type Change, commit, type Write } from '../../platform/commit.ts';
import { putIf } from '../../platform/conditional-put.ts';
import type { Origin } from '../../platform/ledger.ts';
import { transact } from '../../platform/transaction.ts';
import { changeOfTrip, inProgressPut } from '../trip-store.ts';
import type { TripMove } from '../trips/placing.ts';
import { cursorPut } from './cursor-store.ts';
import type { Progress } from './progress.ts';

/** What the writing of a progress depends on. */
export interface Writing {
  /** The version of the cursor that it was made from. */
  expectedVersion: number;
  /** What is to be altered of what is stored of the points, along with it. */
  stored: readonly Write[];
  /** On whose behalf trips are corrected, as the ledger keeps it. */
  origin: Origin;
  /** Epoch milliseconds. */
  deadline: number;
}

/**
 * Writes what became of a device's trips, and its cursor: all of it, or nothing where the cursor is not at the expected
 * version any more, or a trip was changed meanwhile. Says which.
 */
export async function writeProgress({ cursor, moves }: Progress, writing: Writing): Promise<boolean> {
  const { expectedVersion, stored, deadline } = writing;
  if (moves.length === 0 && stored.length === 0) return putIf(cursorPut(cursor, expectedVersion));
  const writes: Write[] = [
    { Put: cursorPut(cursor, expectedVersion) },
    ...moves.filter((move) => !move.correction).map(({ after }) => ({ Put: inProgressPut(after) })),
    ...stored,
  ];
  const [first, ...others] = moves.flatMap((move) => correctionOf(move, writing));
  if (!first) return (await transact(writes, deadline)) === undefined;
  const changes: [Change, ...Change[]] = [{ ...first, records: writes }, ...others];
  return (await commit({ changes }, deadline)) === 'committed';
}

/** The change that corrects a trip that had been completed. */
function correctionOf({ before, after, correction }: TripMove, { origin }: Writing): Change[] {
  if (!before || !correction) return [];
  const { tripId, mergedInto } = after;
  const data = { tripId, change: correction, ...(mergedInto !== undefined && { mergedInto }) };
  return [changeOfTrip(before, after, { type: 'trip.corrected', data }, { occurredAt: now(), origin })];
}
