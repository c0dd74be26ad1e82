import { now } from '../../platform/clock.ts';
import { commit } from '../../platform/commit.ts';
import { putIf } from '../../platform/conditional-put.ts';
import { originOfRun, type Run } from '../../platform/run.ts';
import { currentRules } from '../catalogue.ts';
import { type Cursor, settle } from '../intake/cursor.ts';
import { cursorPut, findCursor } from '../intake/cursor-store.ts';
import { currentTrip } from '../reading/current-trip.ts';
import { changeOfTrip, tripsOf } from '../trip-store.ts';
import type { Trip } from '../trips/trip.ts';
import { completeTrip } from './completed-trip.ts';
import { tripsOver } from './settling.ts';

/** So many trips of a device are completed in one transaction: each is two of its hundred items. */
const TRIPS_AT_ONCE = 40;

/**
 * Completes the trips of a device that are over, and says so, once of each; whether it was this run that did. What changed
 * meanwhile is left to the next run.
 */
export async function completeTrips(pseudonym: string, run: Run): Promise<boolean> {
  let cursor = await findCursor(pseudonym);
  if (cursor?.unsettledSince === undefined) return false;
  const unsettled = await unsettledTrips(cursor, cursor.unsettledSince);
  // Late data may have made what was in progress part of another trip.
  if (unsettled.length === 0) return settleAlone(cursor);
  const over = tripsOver(unsettled, cursor, Date.parse(now()), currentRules().rules);
  for (let done = 0; done < over.length; done += TRIPS_AT_ONCE) {
    const trips = over.slice(done, done + TRIPS_AT_ONCE);
    const after = settle(cursor, unsettled[done + trips.length]?.startedAt);
    if (!(await complete(trips, { before: cursor, after }, run))) return false;
    cursor = after;
  }
  return over.length > 0;
}

/** Says that no trip is waited for any more. It completes none, so that it is none of this run's. */
async function settleAlone(cursor: Cursor): Promise<false> {
  await putIf(cursorPut(settle(cursor, undefined), cursor.version));
  return false;
}

/** The trips of a device that are in progress, as they stand, oldest first. */
async function unsettledTrips(cursor: Cursor, since: number): Promise<Trip[]> {
  const trips = await tripsOf(cursor.pseudonym, { from: since });
  return trips
    .filter(({ status }) => status === 'in-progress')
    .map((trip) => currentTrip(trip, cursor))
    .reverse();
}

/** Commits that trips are completed, on the cursor's condition that nothing came meanwhile; whether that was so. */
async function complete(
  trips: readonly Trip[],
  cursors: { before: Cursor; after: Cursor },
  run: Run,
): Promise<boolean> {
  const occurredAt = now();
  // Whose trips they are is known to nobody here: to the ledger they are the insurer's.
  const origin = originOfRun(run, {
    partnerId: 'insurer',
    actor: 'trip-completion',
    operationId: 'completeTrips',
  });
  const [first, ...others] = trips.map((trip) => {
    const { completed, event } = completeTrip(trip, occurredAt);
    return changeOfTrip(trip, completed, event, { occurredAt, origin });
  });
  if (!first) return true;
  const lock = { Put: cursorPut(cursors.after, cursors.before.version) };
  const records = [...(first.records ?? []), lock];
  return (await commit({ changes: [{ ...first, records }, ...others] }, run.deadline)) === 'committed';
}
