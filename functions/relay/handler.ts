import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { log } from '../platform/log.ts';
import { count } from '../platform/metric.ts';
import { carry } from './bus.ts';

/**
 * Carries the ledger's events to the bus, in the order of the stream. What the bus did not take is reported,
 * and Lambda sends the batch again from there: every event arrives at least once.
 */
export async function handler({ Records: records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  alarmOnTampering(records);
  const { events: carried, failed } = await carry(records);
  log.info('relayed', { records: records.length, carried, failed: failed !== undefined });
  return { batchItemFailures: failed === undefined ? [] : [{ itemIdentifier: failed }] };
}

/** Nothing may change or remove what the ledger holds; no role can, so somebody went around the roles. */
function alarmOnTampering(records: readonly DynamoDBRecord[]): void {
  const tampered = records.filter(({ eventName }) => eventName !== 'INSERT');
  if (tampered.length === 0) return;
  count('LedgerTampered', tampered.length);
  log.error('ledger tampered with', {
    entries: tampered.map(({ eventName, dynamodb }) => ({
      eventName,
      aggregateId: dynamodb?.Keys?.aggregateId?.S,
      version: dynamodb?.Keys?.version?.N,
    })),
  });
}
