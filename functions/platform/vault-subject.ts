import { QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { deleteItems, type Item } from './batch.ts';
import { dynamodb } from './dynamodb.ts';
import { readKey } from './subject-key.ts';
import { contentOf, idOf, isLive, recordItem, vaultTable } from './vault.ts';

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
  const keys: Item[] = [];
  for await (const recordId of recordIdsOf(subjectId)) keys.push(recordItem(subjectId, recordId));
  await deleteItems(vaultTable(), keys);
  return keys.length;
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
