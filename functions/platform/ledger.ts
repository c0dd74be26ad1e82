import { type AttributeValue, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { Instant } from './clock.ts';
import { dynamodb } from './dynamodb.ts';
import { variable } from './env.ts';

/** Something that happened to an aggregate: ids and derived facts, no personal data. */
export interface LedgerEvent {
  eventId: string;
  type: string;
  data: object;
}

/** On whose behalf and in which request a change was made: the audit trail's half of an entry. */
export interface Origin {
  /** The partner that the change belongs to, which need not be the one that asked. */
  partnerId: string;
  /** Who asked: a client id, or the name of the job. */
  actor: string;
  operationId: string;
  requestId: string;
  interactionId: string;
}

/** One commit: all events that took an aggregate from `version - 1` to `version`. Written once, never changed. */
export interface LedgerEntry extends Origin {
  aggregateId: string;
  version: number;
  occurredAt: Instant;
  events: readonly LedgerEvent[];
}

/** The item that an entry is stored as. */
export function toItem(entry: LedgerEntry): Record<string, AttributeValue> {
  return {
    aggregateId: { S: entry.aggregateId },
    version: { N: String(entry.version) },
    occurredAt: { S: entry.occurredAt },
    partnerId: { S: entry.partnerId },
    actor: { S: entry.actor },
    operationId: { S: entry.operationId },
    requestId: { S: entry.requestId },
    interactionId: { S: entry.interactionId },
    events: { S: JSON.stringify(entry.events) },
  };
}

/** The entry in a stored item, or in a stream's image of it. */
export function fromItem(item: Record<string, { S?: string; N?: string }>): LedgerEntry {
  const text = (name: string): string => {
    const value = item[name]?.S ?? item[name]?.N;
    if (value === undefined) throw new Error(`ledger entry without ${name}`);
    return value;
  };
  return {
    aggregateId: text('aggregateId'),
    version: Number(text('version')),
    occurredAt: text('occurredAt'),
    partnerId: text('partnerId'),
    actor: text('actor'),
    operationId: text('operationId'),
    requestId: text('requestId'),
    interactionId: text('interactionId'),
    events: JSON.parse(text('events')),
  };
}

/** The entries of one aggregate up to a version, oldest first, read strongly consistent. */
export async function readLedger(aggregateId: string, upToVersion: number): Promise<LedgerEntry[]> {
  const entries: LedgerEntry[] = [];
  let start: Record<string, AttributeValue> | undefined;
  do {
    const page = await query(aggregateId, 'version <= :version', upToVersion, {
      ...(start && { ExclusiveStartKey: start }),
    });
    entries.push(...page.entries);
    start = page.next;
  } while (start);
  return entries;
}

/**
 * At most so many entries of one aggregate after a version, oldest first, read strongly consistent. There may be
 * more even where fewer than `limit` are given: none are left when none are given.
 */
export async function readLedgerPage(
  aggregateId: string,
  afterVersion: number,
  limit: number,
): Promise<LedgerEntry[]> {
  const { entries } = await query(aggregateId, 'version > :version', afterVersion, { Limit: limit });
  return entries;
}

async function query(
  aggregateId: string,
  condition: string,
  version: number,
  more: Pick<QueryCommandInput, 'ExclusiveStartKey' | 'Limit'>,
): Promise<{ entries: LedgerEntry[]; next: Record<string, AttributeValue> | undefined }> {
  const { Items: items = [], LastEvaluatedKey: next } = await dynamodb.send(
    new QueryCommand({
      TableName: variable('LEDGER_TABLE'),
      KeyConditionExpression: `aggregateId = :id AND ${condition}`,
      ExpressionAttributeValues: { ':id': { S: aggregateId }, ':version': { N: String(version) } },
      ConsistentRead: true,
      ...more,
    }),
  );
  return { entries: items.map((item) => fromItem(item as Record<string, { S?: string; N?: string }>)), next };
}
