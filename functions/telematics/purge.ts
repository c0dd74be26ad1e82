import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { handleEach } from '../platform/messages.ts';
import { purgeDriving } from './purge/purge-driving.ts';

/** Time kept to report what could not be done. */
const MARGIN_MS = 5_000;

/**
 * Deletes driving data that nobody may keep any more. The queue holds the event back for longer than a post may take: none
 * that was admitted before still writes.
 */
export function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const deadline = Date.now() + context.getRemainingTimeInMillis() - MARGIN_MS;
  return handleEach(event, deadline, (message) => purgeDriving(message, deadline));
}
