import { DeleteItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { deleteItems, type Item } from '../../platform/batch.ts';
import { dynamodb } from '../../platform/dynamodb.ts';
import { variable } from '../../platform/env.ts';

/** What lies under a pseudonym beside the cursor: the keys of it. */
export interface DrivingKeys {
  batches: readonly Item[];
  trips: readonly Item[];
}

/** So many items are deleted between two looks at the clock. */
const STEP = 500;

/** Deletes the cursor of a device: without it no job takes its trips for its own. */
export async function deleteCursor(pseudonym: string): Promise<void> {
  await dynamodb.send(
    new DeleteItemCommand({ TableName: variable('CURSORS_TABLE'), Key: { pseudonym: { S: pseudonym } } }),
  );
}

/** The keys of all batches and trips under a pseudonym, strongly consistent. */
export async function findDriving(pseudonym: string): Promise<DrivingKeys> {
  return {
    batches: await keysUnder(pseudonym, variable('TELEMETRY_TABLE'), 'batch'),
    trips: await keysUnder(pseudonym, variable('TRIPS_TABLE'), 'place'),
  };
}

/** Deletes batches and trips. Throws where the deadline (epoch milliseconds) comes before all of them are deleted. */
export async function deleteDriving({ batches, trips }: DrivingKeys, deadline: number): Promise<void> {
  await deleteAll(variable('TELEMETRY_TABLE'), batches, deadline);
  await deleteAll(variable('TRIPS_TABLE'), trips, deadline);
}

async function deleteAll(table: string, keys: readonly Item[], deadline: number): Promise<void> {
  for (let start = 0; start < keys.length; start += STEP) {
    if (Date.now() >= deadline) throw new Error('there is more to delete than time');
    await deleteItems(table, keys.slice(start, start + STEP));
  }
}

async function keysUnder(pseudonym: string, table: string, rangeName: string): Promise<Item[]> {
  const keys: Item[] = [];
  let last: Item | undefined;
  do {
    const { Items: items = [], LastEvaluatedKey: next } = await dynamodb.send(
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
    keys.push(...items);
    last = next;
  } while (last);
  return keys;
}
