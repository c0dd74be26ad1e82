import { readCursor } from '../middleware/cursor.ts';
import type { Claim } from './claim.ts';
import { listOpen, listQueue } from './queue-store.ts';
import { readClaims } from './store.ts';

/** The form of a place in a queue, as cursors have it: since when, and the claim. */
const PLACE = /^\d{4}-\d{2}-\d{2}T[0-9:.]{12}Z#clm_[0-9A-HJKMNP-TV-Z]{26}$/;

/** A page of what waits for somebody, in one queue or in all, the oldest first, and the place to go on from. */
export async function listWork(
  queue: string | undefined,
  cursor: string | undefined,
  limit: number,
): Promise<{ claims: readonly Claim[]; next: string | undefined }> {
  const after = readCursor(cursor, PLACE);
  const isOne = queue !== undefined;
  const { ids, next } = await (isOne ? listQueue(queue, after, limit) : listOpen(after, limit));
  return { claims: await readClaims(ids), next };
}
