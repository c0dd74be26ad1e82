import {
  BatchWriteItemCommand,
  QueryCommand,
  type QueryCommandInput,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import type { Item } from './batch.ts';
import { dynamodb } from './dynamodb.ts';
import { readKey } from './subject-key.ts';
import { contentOf, idOf, isLive, recordItem, vaultTable } from './vault.ts';

/** DynamoDB's own limit for one batch of writes. */
const BATCH = 25;

/** All that is kept of a customer, opened, strongly consistent; nothing once the key was destroyed. */
export async function* recordsOf(customerId: string): AsyncGenerator<{ recordId: string; content: object }> {
  const kept = await readKey(customerId);
  if (!kept) return;
  for await (const item of itemsOf(customerId, {})) {
    if (isLive(item)) yield { recordId: idOf(item), content: contentOf(kept.key, item) };
  }
}

/** The ids of all that is kept of a subject, strongly consistent. Needs no key. */
export async function* recordIdsOf(subjectId: string): AsyncGenerator<string> {
  for await (const item of itemsOf(subjectId, { ProjectionExpression: 'recordId' })) yield idOf(item);
}

/** Forgets all that is kept of a subject, and says how many records that were. Needs no key; may be repeated. */
export async function forgetAll(subjectId: string): Promise<number> {
  const deletes: WriteRequest[] = [];
  for await (const recordId of recordIdsOf(subjectId)) {
    deletes.push({ DeleteRequest: { Key: recordItem(subjectId, recordId) } });
  }
  for (let start = 0; start < deletes.length; start += BATCH) {
    await writeAll(deletes.slice(start, start + BATCH));
  }
  return deletes.length;
}

/** DynamoDB may do a batch in parts: what it left is asked for again. */
async function writeAll(requests: readonly WriteRequest[]): Promise<void> {
  const table = vaultTable();
  let wanted = [...requests];
  while (wanted.length > 0) {
    const { UnprocessedItems: unprocessed } = await dynamodb.send(
      new BatchWriteItemCommand({ RequestItems: { [table]: wanted } }),
    );
    wanted = unprocessed?.[table] ?? [];
  }
}

async function* itemsOf(
  subjectId: string,
  projection: Pick<QueryCommandInput, 'ProjectionExpression'>,
): AsyncGenerator<Item> {
  let last: Item | undefined;
  do {
    const { Items: items = [], LastEvaluatedKey: next } = await dynamodb.send(
      new QueryCommand({
        TableName: vaultTable(),
        KeyConditionExpression: 'subjectId = :id',
        ExpressionAttributeValues: { ':id': { S: subjectId } },
        ConsistentRead: true,
        ...projection,
        ...(last && { ExclusiveStartKey: last }),
      }),
    );
    yield* items;
    last = next;
  } while (last);
}
