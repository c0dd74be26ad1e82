import { readCursor } from '../middleware/cursor.ts';
import type { Claim } from './claim.ts';
import { listQueue } from './queue-store.ts';
import { readClaims } from './store.ts';
import { queueNames } from './triage/catalogue.ts';

/** The form of a place in a queue, as cursors have it: since when, and the claim. */
const PLACE = /^\d{4}-\d{2}-\d{2}T[0-9:.]{12}Z#clm_[0-9A-HJKMNP-TV-Z]{26}$/;

/** A page of what waits for somebody, in one queue or in all, the oldest first, and the place to go on from. */
export async function listWork(
  queue: string | undefined,
  cursor: string | undefined,
  limit: number,
): Promise<{ claims: readonly Claim[]; next: string | undefined }> {
  const after = readCursor(cursor, PLACE);
  const queues = queue === undefined ? queueNames() : [queue];
  const waiting = await Promise.all(queues.map((each) => listQueue(each, after, limit)));
  const read = await readClaims(waiting.flatMap(({ ids }) => ids));
  const claims = read.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
  const page = claims.slice(0, limit);
  const last = page.at(-1);
  const more = claims.length > limit || waiting.some(({ next }) => next !== undefined);
  return { claims: page, next: more && last ? placeOf(last) : undefined };
}

function placeOf({ notifiedAt, claimId }: Claim): string {
  return `${notifiedAt}#${claimId}`;
}
