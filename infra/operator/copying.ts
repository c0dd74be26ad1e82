import { isDeepStrictEqual } from 'node:util';
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  paginateScan,
} from '@aws-sdk/client-dynamodb';

/** An item of DynamoDB. */
export type Item = Record<string, AttributeValue>;

/** What to copy, where to, and what may be written there. */
export interface Copying {
  from: string;
  to: string;
  /** The attributes of the key of both. */
  key: readonly string[];
  /** Whether what is there and differs is written over. Nothing is, unless this is said. */
  overwrite: boolean;
  /** Items that must not come back. */
  isForgotten: (item: Item) => boolean;
}

/** What became of the items. */
export interface Copied {
  /** Were missing, and are back. */
  restored: number;
  /** Were there as they should be. */
  same: number;
  /** Differed, and were written over. */
  overwritten: number;
  /** Keys of those that differ and were left alone. */
  differing: string[];
  /** Are not to come back. */
  forgotten: number;
}

/** So many puts are under way at once. */
const AT_ONCE = 25;

/**
 * Copies a table back into another, item by item, each only where none is: what was written since stays. It may be ended
 * and begun anew at any time.
 */
export async function copyBack(client: DynamoDBClient, copying: Copying): Promise<Copied> {
  const copied: Copied = { restored: 0, same: 0, overwritten: 0, differing: [], forgotten: 0 };
  for await (const { Items: page = [] } of paginateScan({ client }, { TableName: copying.from })) {
    for (let done = 0; done < page.length; done += AT_ONCE) {
      await Promise.all(
        page.slice(done, done + AT_ONCE).map((item) => copyItem(client, item, copying, copied)),
      );
    }
  }
  return copied;
}

async function copyItem(client: DynamoDBClient, item: Item, copying: Copying, copied: Copied): Promise<void> {
  const { to, key, overwrite, isForgotten } = copying;
  if (isForgotten(item)) {
    copied.forgotten++;
    return;
  }
  const there = await putUnlessThere(client, to, item, key);
  if (!there) copied.restored++;
  else if (isDeepStrictEqual({ ...there }, { ...item })) copied.same++;
  else if (overwrite) {
    await client.send(new PutItemCommand({ TableName: to, Item: item }));
    copied.overwritten++;
  } else copied.differing.push(key.map((name) => textOf(item[name])).join(' '));
}

/** What was there under the item's key; undefined where the item itself is now. */
async function putUnlessThere(
  client: DynamoDBClient,
  table: string,
  item: Item,
  [hash = '']: readonly string[],
): Promise<Item | undefined> {
  try {
    await client.send(
      new PutItemCommand({
        TableName: table,
        Item: item,
        ConditionExpression: 'attribute_not_exists(#hash)',
        ExpressionAttributeNames: { '#hash': hash },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return undefined;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return error.Item ?? {};
    throw error;
  }
}

function textOf(value: AttributeValue | undefined): string {
  return value?.S ?? value?.N ?? '';
}
