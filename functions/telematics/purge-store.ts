import { DeleteItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Deleted } from '../devices/device.ts';
import { deleteItems, type Item } from '../platform/batch.ts';
import { dynamodb } from '../platform/dynamodb.ts';
import { variable } from '../platform/env.ts';

/**
 * Deletes all driving data under a pseudonym, and says how much that was. May be repeated: a deletion that was broken
 * off goes on where it was.
 */
export async function deleteDriving(pseudonym: string): Promise<Deleted> {
  // The cursor first: without it no job takes the trips for its own.
  await dynamodb.send(
    new DeleteItemCommand({ TableName: variable('CURSORS_TABLE'), Key: { pseudonym: { S: pseudonym } } }),
  );
  const batches = await deleteUnder(pseudonym, variable('TELEMETRY_TABLE'), 'batch');
  const trips = await deleteUnder(pseudonym, variable('TRIPS_TABLE'), 'tripId');
  return { batches, trips };
}

/** Deletes what a table has under a pseudonym, a page at a time; says how many items that were. */
async function deleteUnder(pseudonym: string, table: string, rangeName: string): Promise<number> {
  let deleted = 0;
  let last: Item | undefined;
  do {
    const { Items: keys = [], LastEvaluatedKey: next } = await dynamodb.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pseudonym = :pseudonym',
        ExpressionAttributeValues: { ':pseudonym': { S: pseudonym } },
        ProjectionExpression: '#hash, #range',
        ExpressionAttributeNames: { '#hash': 'pseudonym', '#range': rangeName },
        ConsistentRead: true,
        ...(last && { ExclusiveStartKey: last }),
      }),
    );
    await deleteItems(table, keys);
    deleted += keys.length;
    last = next;
  } while (last);
  return deleted;
}
