import type { Context, ScheduledEvent } from 'aws-lambda';
import { now } from '../platform/clock.ts';
import { workOff } from '../platform/due.ts';
import { log } from '../platform/log.ts';
import { runOf } from '../platform/run.ts';
import { scoredPolicy } from '../scores/score.ts';
import { listStaleScores } from '../scores/store.ts';
import { completeTrips } from './completion/complete-trips.ts';
import { cursorsDue } from './intake/cursor-store.ts';
import { restate } from './scoring/rescore.ts';

/** How many devices, and how many scores, of each shard are taken on at once. */
const PAGE = 4;

/** Time kept for the last page to end in. */
const MARGIN_MS = 10_000;

/**
 * Completes the trips after which nothing has moved for long enough, and then works out anew the scores that time alone
 * has changed. Reading a trip does not wait for this; its score and who listens to the bus do. Runs on a schedule, until
 * everything was tried or its time is up.
 */
export async function handler(event: ScheduledEvent, context: Context): Promise<void> {
  const run = runOf(event, context, MARGIN_MS);
  const devices = await workOff(cursorsDue(now(), PAGE), {
    attempt: (pseudonym) => completeTrips(pseudonym, run),
    failure: 'TripCompletionFailed',
    deadline: run.deadline,
    unnamed: true,
  });
  const scores = await workOff(listStaleScores(now(), PAGE), {
    attempt: (scoreId) => restate(scoredPolicy(scoreId), run.deadline),
    failure: 'RescoringFailed',
    deadline: run.deadline,
  });
  log.info('completed trips', { devices, scores });
}
