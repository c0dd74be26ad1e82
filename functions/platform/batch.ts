import { type AttributeValue, BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import { dynamodb } from './dynamodb.ts';

/** DynamoDB's own limit for one batch. */
const BATCH = 100;

/** An item, or a key of one. */
export type Item = Record<string, AttributeValue>;

/**
 * The items of a table that have these keys, in no order; what is not there is left out. No key may be named twice.
 * DynamoDB may answer a batch in parts, of at least one item each: what it left is asked for again.
 */
export async function readItems(
  table: string,
  keys: readonly Item[],
  { consistent }: { consistent: boolean },
): Promise<Item[]> {
  const found: Item[] = [];
  let wanted = [...keys];
  while (wanted.length > 0) {
    const { Responses: responses, UnprocessedKeys: unprocessed } = await dynamodb.send(
      new BatchGetItemCommand({
        RequestItems: { [table]: { Keys: wanted.slice(0, BATCH), ConsistentRead: consistent } },
      }),
    );
    found.push(...(responses?.[table] ?? []));
    wanted = [...(unprocessed?.[table]?.Keys ?? []), ...wanted.slice(BATCH)];
  }
  return found;
}
