import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { type Item, readItems } from './batch.ts';
import type { Instant } from './clock.ts';
import { dynamodb } from './dynamodb.ts';

/**
 * Indexes spread what belongs to one partner, or waits for one job, over so many keys: each key takes 1,000 writes
 * a second, so eight carry the largest tier's 5,000 requests a second.
 */
export const SHARDS = 8;

/** A table with an index `listing`, which finds a partner's aggregates by year and shard, sorted by their ids. */
export interface Listing {
  table: string;
  /** Name of the table's key attribute. */
  idName: string;
  /** The first year that a list reaches back to; the year before this one where it is left out. */
  since?: number;
}

/** The shard of an id: the last character of a ULID is random, and spreads well enough. */
export function shardOf(id: string): number {
  return id.charCodeAt(id.length - 1) % SHARDS;
}

/** What the index `listing` has an aggregate under. */
export function listingKey(partnerId: string, createdAt: Instant, id: string): string {
  return keyOf(partnerId, Number(createdAt.slice(0, 4)), shardOf(id));
}

/** A page of a partner's ids, newest first, from before an id on; `more` tells whether others follow. */
export async function listIds(
  { table, idName, since }: Listing,
  partnerId: string,
  before: string | undefined,
  limit: number,
): Promise<{ ids: string[]; more: boolean }> {
  const ids: string[] = [];
  const thisYear = new Date().getUTCFullYear();
  const first = Math.min(since ?? thisYear, thisYear - 1);
  for (let year = thisYear; year >= first && ids.length <= limit; year--) {
    const shards = await Promise.all(
      Array.from({ length: SHARDS }, (_, shard) =>
        idsUnder(keyOf(partnerId, year, shard), { table, idName }, before, limit + 1),
      ),
    );
    ids.push(...shards.flat().sort().reverse());
  }
  return { ids: ids.slice(0, limit), more: ids.length > limit };
}

async function idsUnder(
  key: string,
  { table, idName }: Listing,
  before: string | undefined,
  limit: number,
): Promise<string[]> {
  const { Items: items } = await dynamodb.send(
    new QueryCommand({
      TableName: table,
      IndexName: 'listing',
      KeyConditionExpression: 'listingKey = :key AND #id < :before',
      ExpressionAttributeNames: { '#id': idName },
      // No id sorts after the tilde.
      ExpressionAttributeValues: { ':key': { S: key }, ':before': { S: before ?? '~' } },
      ScanIndexForward: false,
      Limit: limit,
    }),
  );
  return (items ?? []).map((item) => item[idName]?.S ?? '');
}

/** An index of ids under a key: the claims on a policy, say. */
export interface IdIndex {
  table: string;
  index: string;
  keyName: string;
  /** Name of the table's key attribute. */
  idName: string;
}

/** All ids that an index has under a key, newest first. */
export async function idsIn({ table, index, keyName, idName }: IdIndex, key: string): Promise<string[]> {
  const ids: string[] = [];
  let last: Item | undefined;
  do {
    const { Items: items = [], LastEvaluatedKey: next } = await dynamodb.send(
      new QueryCommand({
        TableName: table,
        IndexName: index,
        KeyConditionExpression: '#key = :key',
        ExpressionAttributeNames: { '#key': keyName },
        ExpressionAttributeValues: { ':key': { S: key } },
        ScanIndexForward: false,
        ...(last && { ExclusiveStartKey: last }),
      }),
    );
    ids.push(...items.map((item) => item[idName]?.S ?? ''));
    last = next;
  } while (last);
  return ids;
}

/** The documents of these ids, in their order; one that is not there is left out. */
export async function readDocs<Doc>(table: string, idName: string, ids: readonly string[]): Promise<Doc[]> {
  const keys = ids.map((id) => ({ [idName]: { S: id } }));
  const items = await readItems(table, keys, { consistent: false });
  const docs = new Map(items.map((item) => [item[idName]?.S, item.doc?.S ?? '']));
  return ids.flatMap((id) => {
    const doc = docs.get(id);
    return doc === undefined ? [] : (JSON.parse(doc) as Doc);
  });
}

function keyOf(partnerId: string, year: number, shard: number): string {
  return `${partnerId}#${year}#${shard}`;
}
