import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { dynamodb } from '../platform/dynamodb.ts';
import { variable } from '../platform/env.ts';
import { SHARDS, shardOf } from '../platform/listing.ts';
import type { Claim } from './claim.ts';

/** What the keys of the index `open` begin with. */
const OPEN = 'open';

/**
 * What the indexes `queue` and `open` have a claim under until it is closed: who works a queue looks for what is still to be
 * done, and who looks at all of them misses no claim that is just being moved.
 */
export function queueIndexes({ claimId, notifiedAt, status, queue }: Claim): Record<string, string> {
  if (status === 'closed') return {};
  const shard = shardOf(claimId);
  return {
    queueKey: `${queue}#${shard}`,
    openKey: `${OPEN}#${shard}`,
    queuedAt: `${notifiedAt}#${claimId}`,
  };
}

/** A claim's place in its queue: since when, and its id. Sorts as text. */
interface Place {
  claimId: string;
  queuedAt: string;
}

/** Some claims by their ids, and the place to go on from. */
interface Page {
  ids: string[];
  next: string | undefined;
}

/** A page of a queue's claims, the oldest first, from after a place on. */
export function listQueue(queue: string, after: string | undefined, limit: number): Promise<Page> {
  return pageOf({ index: 'queue', keyName: 'queueKey', prefix: queue }, after, limit);
}

/** The same of all claims that are not closed. */
export function listOpen(after: string | undefined, limit: number): Promise<Page> {
  return pageOf({ index: 'open', keyName: 'openKey', prefix: OPEN }, after, limit);
}

/** An index of what waits, and what its keys begin with. */
interface Waiting {
  index: string;
  keyName: string;
  prefix: string;
}

async function pageOf(waiting: Waiting, after: string | undefined, limit: number): Promise<Page> {
  const shards = await Promise.all(
    Array.from({ length: SHARDS }, (_, shard) => placesUnder(waiting, shard, after, limit + 1)),
  );
  const places = shards.flat().sort((a, b) => (a.queuedAt < b.queuedAt ? -1 : 1));
  const page = places.slice(0, limit);
  return {
    ids: page.map(({ claimId }) => claimId),
    next: places.length > limit ? page.at(-1)?.queuedAt : undefined,
  };
}

async function placesUnder(
  { index, keyName, prefix }: Waiting,
  shard: number,
  after: string | undefined,
  limit: number,
): Promise<Place[]> {
  const { Items: items = [] } = await dynamodb.send(
    new QueryCommand({
      TableName: variable('CLAIMS_TABLE'),
      IndexName: index,
      KeyConditionExpression: '#key = :key AND queuedAt > :after',
      ExpressionAttributeNames: { '#key': keyName },
      // Every place begins with a digit.
      ExpressionAttributeValues: { ':key': { S: `${prefix}#${shard}` }, ':after': { S: after ?? '0' } },
      Limit: limit,
    }),
  );
  return items.map(({ claimId, queuedAt }) => ({ claimId: claimId?.S ?? '', queuedAt: queuedAt?.S ?? '' }));
}
