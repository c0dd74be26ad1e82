import type { Context, ScheduledEvent } from 'aws-lambda';
import { now } from '../platform/clock.ts';
import { workOff } from '../platform/due.ts';
import { log } from '../platform/log.ts';
import { runOf } from '../platform/run.ts';
import { completeTrips } from './complete-trips.ts';
import { cursorsDue } from './cursor-store.ts';

/** How many devices of each shard are taken on at once. */
const PAGE = 4;

/** Time kept for the last page to end in. */
const MARGIN_MS = 10_000;

/**
 * Completes the trips after which nothing has moved for long enough. Reading a trip does not wait for this; its score and
 * who listens to the bus do. Runs on a schedule, until every device was tried or its time is up.
 */
export async function handler(event: ScheduledEvent, context: Context): Promise<void> {
  const run = runOf(event, context, MARGIN_MS);
  const devices = await workOff(cursorsDue(now(), PAGE), {
    attempt: (pseudonym) => completeTrips(pseudonym, run),
    failure: 'TripCompletionFailed',
    deadline: run.deadline,
    unnamed: true,
  });
  log.info('completed trips', { devices });
}
