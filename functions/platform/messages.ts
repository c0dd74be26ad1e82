import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Instant } from './clock.ts';
import { describeError, log } from './log.ts';

/** An event of the bus, as a queue brings it. */
export interface Message {
  /** The id that the bus gave it. */
  id: string;
  type: string;
  /** When it happened, as far as that is told. */
  time: Instant;
  /** How often the queue has brought it, this time included. */
  attempt: number;
  detail: Readonly<Record<string, unknown>>;
}

/**
 * Has the messages of a batch handled, one after the other. What fails, or is not come to by the deadline (epoch
 * milliseconds), is reported, and brought again by the queue. Each may be brought more than once.
 */
export async function handleEach(
  { Records: records }: SQSEvent,
  deadline: number,
  handle: (message: Message) => Promise<void>,
): Promise<SQSBatchResponse> {
  const failed: string[] = [];
  for (const record of records) {
    const inTime = Date.now() < deadline;
    if (!inTime || !(await isHandled(record, handle))) failed.push(record.messageId);
  }
  log.info('handled', { messages: records.length, failed: failed.length });
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

async function isHandled(
  { messageId, body, attributes }: SQSRecord,
  handle: (message: Message) => Promise<void>,
): Promise<boolean> {
  try {
    const { id, time, detail, 'detail-type': type } = JSON.parse(body);
    await handle({ id, type, time, attempt: Number(attributes.ApproximateReceiveCount), detail });
    return true;
  } catch (error) {
    log.error('a message could not be handled', { messageId, error: describeError(error) });
    return false;
  }
}
