import { type Delete, type Put, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../platform/batch.ts';
import { putIf } from '../../platform/conditional-put.ts';
import { dynamodb } from '../../platform/dynamodb.ts';
import { variable } from '../../platform/env.ts';
import { sha256Of } from '../../platform/hash.ts';
import { currentRules } from '../catalogue.ts';
import { instantKey } from '../instant-key.ts';
import { pack, unpack } from './packing.ts';
import type { Point } from './point.ts';
import { LONGEST_MS } from './stretch.ts';

/** So many packed bytes are read at once, some 600,000 points: more fits into no function, and nobody drives so long. */
const MOST_BYTES = 4 * 1024 * 1024;

const DAY_SECONDS = 24 * 60 * 60;

/** Points as they are stored: together, under a key that tells when they begin and what they are. */
export interface StoredBatch {
  key: string;
  /** In order of time. */
  points: Point[];
}

/** Points that are to be stored. */
export interface PackedBatch {
  pseudonym: string;
  key: string;
  put: Put;
}

/** Points, in order of time and not too far apart, as they are to be stored. */
export function packBatch(pseudonym: string, points: readonly Point[]): PackedBatch {
  const packed = pack(points);
  const [first, last] = [points[0]?.at ?? 0, points.at(-1)?.at ?? 0];
  const key = `${instantKey(first)}-${sha256Of(packed).slice(0, 12)}`;
  const expiresAt = Math.ceil(last / 1000) + currentRules().rules.retention.rawDays * DAY_SECONDS;
  return {
    pseudonym,
    key,
    put: {
      TableName: table(),
      // Each name is paid for with every batch.
      Item: { ...keyOf(pseudonym, key), p: { B: packed }, expiresAt: { N: String(expiresAt) } },
      ConditionExpression: 'attribute_not_exists(pseudonym)',
    },
  };
}

/** Stores a batch; false where this very batch is stored already, or is being stored. */
export function keepBatch({ put }: PackedBatch): Promise<boolean> {
  return putIf(put);
}

/** The write that deletes a batch. */
export function batchDelete({ pseudonym, key }: Pick<PackedBatch, 'pseudonym' | 'key'>): Delete {
  return { TableName: table(), Key: keyOf(pseudonym, key) };
}

/**
 * The batches of a device that hold points between two instants (epoch milliseconds, both included), in the order of their
 * keys, strongly consistent. They hold others too. Undefined where they are too many to be held in memory.
 */
export async function batchesIn(
  pseudonym: string,
  from: number,
  to: number,
): Promise<StoredBatch[] | undefined> {
  const batches: StoredBatch[] = [];
  let bytes = 0;
  let last: Item | undefined;
  do {
    const { Items: items = [], LastEvaluatedKey: next } = await dynamodb.send(
      new QueryCommand({
        TableName: table(),
        KeyConditionExpression: 'pseudonym = :pseudonym AND #batch BETWEEN :from AND :to',
        ExpressionAttributeNames: { '#batch': 'batch' },
        ExpressionAttributeValues: {
          ':pseudonym': { S: pseudonym },
          ':from': { S: instantKey(Math.max(0, from - LONGEST_MS)) },
          // No key sorts after the tilde.
          ':to': { S: `${instantKey(to)}~` },
        },
        ConsistentRead: true,
        ...(last && { ExclusiveStartKey: last }),
      }),
    );
    for (const item of items) {
      const packed = item.p?.B ?? new Uint8Array();
      bytes += packed.length;
      if (bytes > MOST_BYTES) return undefined;
      batches.push({ key: item.batch?.S ?? '', points: unpack(packed) });
    }
    last = next;
  } while (last);
  return batches.filter(({ points }) => (points.at(-1)?.at ?? 0) >= from);
}

/** The key of the latest batch of a device, strongly consistent, or undefined. */
export async function findNewestKey(pseudonym: string): Promise<string | undefined> {
  const { Items: [newest] = [] } = await dynamodb.send(
    new QueryCommand({
      TableName: table(),
      KeyConditionExpression: 'pseudonym = :pseudonym',
      ExpressionAttributeValues: { ':pseudonym': { S: pseudonym } },
      ProjectionExpression: '#batch',
      ExpressionAttributeNames: { '#batch': 'batch' },
      ScanIndexForward: false,
      Limit: 1,
      ConsistentRead: true,
    }),
  );
  return newest?.batch?.S;
}

/** Whether the batch of a key begins after an instant. */
export function beginsAfter(key: string, instant: number): boolean {
  return key > `${instantKey(instant)}~`;
}

function keyOf(pseudonym: string, key: string): Item {
  return { pseudonym: { S: pseudonym }, batch: { S: key } };
}

function table(): string {
  return variable('TELEMETRY_TABLE');
}
