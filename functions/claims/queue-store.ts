import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { dynamodb } from '../platform/dynamodb.ts';
import { variable } from '../platform/env.ts';
import { SHARDS, shardOf } from '../platform/listing.ts';
import type { Claim } from './claim.ts';

/** What the index `queue` has a claim under. Who works a queue looks for what is still to be done. */
export function queueIndexes({ claimId, notifiedAt, status, queue }: Claim): Record<string, string> {
  if (status === 'closed') return {};
  return { queueKey: keyOf(queue, shardOf(claimId)), queuedAt: `${notifiedAt}#${claimId}` };
}

/** A claim's place in its queue: since when, and its id. Sorts as text. */
interface Place {
  claimId: string;
  queuedAt: string;
}

/** A page of a queue's claims by their ids, the oldest first, from after a place on, and the place to go on from. */
export async function listQueue(
  queue: string,
  after: string | undefined,
  limit: number,
): Promise<{ ids: string[]; next: string | undefined }> {
  const shards = await Promise.all(
    Array.from({ length: SHARDS }, (_, shard) => placesUnder(keyOf(queue, shard), after, limit + 1)),
  );
  const places = shards.flat().sort((a, b) => (a.queuedAt < b.queuedAt ? -1 : 1));
  const page = places.slice(0, limit);
  return {
    ids: page.map(({ claimId }) => claimId),
    next: places.length > limit ? page.at(-1)?.queuedAt : undefined,
  };
}

async function placesUnder(key: string, after: string | undefined, limit: number): Promise<Place[]> {
  const { Items: items = [] } = await dynamodb.send(
    new QueryCommand({
      TableName: variable('CLAIMS_TABLE'),
      IndexName: 'queue',
      KeyConditionExpression: 'queueKey = :key AND queuedAt > :after',
      // Every place begins with a digit.
      ExpressionAttributeValues: { ':key': { S: key }, ':after': { S: after ?? '0' } },
      Limit: limit,
    }),
  );
  return items.map(({ claimId, queuedAt }) => ({ claimId: claimId?.S ?? '', queuedAt: queuedAt?.S ?? '' }));
}

function keyOf(queue: string, shard: number): string {
  return `${queue}#${shard}`;
}
