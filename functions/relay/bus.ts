import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { DynamoDBRecord } from 'aws-lambda';
import { variable } from '../platform/env.ts';
import { fromItem } from '../platform/ledger.ts';
import { describeError, log } from '../platform/log.ts';
import { count } from '../platform/metric.ts';
import { type BusEvent, busEvents } from './event.ts';

/** The name under which everything on the bus was said. Rules match on it. */
const SOURCE = 'partner-api';

/** EventBridge takes ten entries a call, and 256 KB with all that an entry holds: of details there are fewer. */
const ENTRIES_PER_CALL = 10;
const BYTES_PER_CALL = 200 * 1024;

const eventBridge = new EventBridgeClient({
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
});

/** What was brought to the bus of a batch of records. */
export interface Carried {
  /** So many events. */
  events: number;
  /** The sequence number of the first record of which the bus did not take all, if there is one. */
  failed: string | undefined;
}

/** Carries the events of what was added to the ledger to the bus, in the order of the stream. */
export async function carry(records: readonly DynamoDBRecord[]): Promise<Carried> {
  const events = records.filter(({ eventName }) => eventName === 'INSERT').flatMap(eventsOf);
  return { events: events.length, failed: await publish(events) };
}

function eventsOf(record: DynamoDBRecord): BusEvent[] {
  const sequenceNumber = record.dynamodb?.SequenceNumber ?? '';
  return busEvents(fromItem(record.dynamodb?.NewImage ?? {}), sequenceNumber);
}

/**
 * Puts events on the bus in their order, and stops at the first that it does not take: the sequence number of
 * that one's record is returned, undefined when all went.
 */
export async function publish(events: readonly BusEvent[]): Promise<string | undefined> {
  for (const batch of callsOf(events)) {
    const failed = await putEvents(batch);
    if (failed.length > 0) {
      count('EventsRejected', failed.length);
      return failed[0]?.sequenceNumber;
    }
  }
  return undefined;
}

/** Events in their order, in as many calls as they need. */
function* callsOf(events: readonly BusEvent[]): Generator<BusEvent[]> {
  let batch: BusEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    const size = Buffer.byteLength(JSON.stringify(event.detail));
    if (batch.length === ENTRIES_PER_CALL || (batch.length > 0 && bytes + size > BYTES_PER_CALL)) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(event);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

/** The events of a batch that the bus did not take. */
async function putEvents(batch: readonly BusEvent[]): Promise<BusEvent[]> {
  try {
    const { Entries: results = [] } = await eventBridge.send(
      new PutEventsCommand({ Entries: batch.map(toEntry) }),
    );
    return batch.filter((_event, index) => results[index]?.EventId === undefined);
  } catch (error) {
    log.error('the bus did not answer', describeError(error));
    return [...batch];
  }
}

function toEntry({ type, occurredAt, detail }: BusEvent) {
  return {
    EventBusName: variable('BUS_NAME'),
    Source: SOURCE,
    DetailType: type,
    Time: new Date(occurredAt),
    Detail: JSON.stringify(detail),
  };
}
