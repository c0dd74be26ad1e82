import { currentRules } from '../../functions/telematics/catalogue.ts';
import { completeTrip } from '../../functions/telematics/completion/completed-trip.ts';
import { settle } from '../../functions/telematics/intake/cursor.ts';
import type { Point } from '../../functions/telematics/points/point.ts';
import { inOrder } from '../../functions/telematics/points/stretch.ts';
import { currentTrip } from '../../functions/telematics/reading/current-trip.ts';
import { assemble, emptyAssembly, openTrip } from '../../functions/telematics/trips/assembly.ts';
import type { Trip, TripFigures } from '../../functions/telematics/trips/trip.ts';
import { DRIVING_TABLES } from './driving-tables.ts';
import { startPlatform } from './platform.ts';

/** As whom the tests complete trips. */
export const ORIGIN = {
  partnerId: 'insurer',
  actor: 'trip-completion',
  operationId: 'completeTrips',
  requestId: 'run',
  interactionId: 'run',
};

/** The pseudonym of a device that has sent nothing. */
export function newPseudonym(): string {
  return crypto.randomUUID().replaceAll('-', '').slice(0, 22);
}

/** What takes in points and keeps trips, on the database of this machine. */
export async function startIntake() {
  const platform = await startPlatform(DRIVING_TABLES);
  const { takeIn } = await import('../../functions/telematics/intake/intake.ts');
  const { cursorPut, findCursor } = await import('../../functions/telematics/intake/cursor-store.ts');
  const { firstCursor } = await import('../../functions/telematics/intake/cursor.ts');
  const trips = await import('../../functions/telematics/trip-store.ts');
  const batches = await import('../../functions/telematics/points/batch-store.ts');
  const { commit } = await import('../../functions/platform/commit.ts');
  const { readLedger } = await import('../../functions/platform/ledger.ts');

  return {
    trips,
    findCursor,
    commit,
    close: () => platform.close(),

    /** Has a device's points taken in as one batch, with time enough on a busy machine: how many were stored. */
    async post(whose: string, points: readonly Point[]): Promise<number> {
      const cursor = (await findCursor(whose)) ?? firstCursor(whose);
      return takeIn(cursor, inOrder(points), { deadline: Date.now() + 60_000 });
    },

    /** Stores points as a post does that is broken off before they are worked in. */
    async keep(whose: string, points: readonly Point[]): Promise<void> {
      await batches.keepBatch(batches.packBatch(whose, points));
    },

    /** What the trips of a device amount to, oldest first. */
    async tripsOf(whose: string): Promise<TripFigures[]> {
      const cursor = await findCursor(whose);
      const kept = await trips.tripsOf(whose, {});
      return kept.map((trip) => figuresOf(currentTrip(trip, cursor))).reverse();
    },

    /** All points of a device that are stored, in order of time; one that is stored twice is there twice. */
    async pointsOf(whose: string): Promise<Point[]> {
      const kept = (await batches.batchesIn(whose, 0, Number.MAX_SAFE_INTEGER)) ?? [];
      return kept.flatMap(({ points }) => points).sort((one, other) => one.at - other.at);
    },

    /** Completes all trips of a device that are in progress, as the job does where none has moved for long enough. */
    async complete(whose: string): Promise<void> {
      const cursor = await findCursor(whose);
      if (cursor?.unsettledSince === undefined) return;
      const kept = (await trips.tripsOf(whose, {})).filter(({ status }) => status === 'in-progress');
      const about = { occurredAt: new Date().toISOString(), origin: ORIGIN };
      const [first, ...others] = kept.map((row: Trip) => {
        const { completed, event } = completeTrip(currentTrip(row, cursor), about.occurredAt);
        return trips.changeOfTrip(row, completed, event, about);
      });
      if (!first) throw new Error('none is in progress');
      const records = [{ Put: cursorPut(settle(cursor, undefined), cursor.version) }];
      const outcome = await commit({ changes: [{ ...first, records }, ...others] }, Date.now() + 5_000);
      if (outcome !== 'committed') throw new Error(outcome);
    },

    /** What the ledger tells of a trip, oldest first. */
    async toldOf(tripId: string): Promise<object[]> {
      const entries = await readLedger(tripId, 1_000);
      return entries.flatMap(({ events }) => events.map(({ type, data }) => ({ type, ...data })));
    },
  };
}

export type RunningIntake = Awaited<ReturnType<typeof startIntake>>;

/** What the trips of points amount to where all of them are folded at once. */
export function tripsMeant(points: readonly Point[]): TripFigures[] {
  const { ended, after } = assemble(emptyAssembly, inOrder(points), currentRules().rules);
  const open = openTrip(after);
  return (open ? [...ended, open] : ended).map(figuresOf);
}

function figuresOf(trip: TripFigures): TripFigures {
  const { startedAt, endedAt, pointCount, distanceM, durationSeconds } = trip;
  const { maxSpeedKmh, nightShare, events, inputs } = trip;
  return {
    ...{ startedAt, endedAt, pointCount, distanceM, durationSeconds },
    ...{ maxSpeedKmh, nightShare, events, inputs },
  };
}
