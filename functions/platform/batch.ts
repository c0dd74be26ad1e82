import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { dynamodb } from './dynamodb.ts';

/** DynamoDB's own limits for one batch, of reads and of writes. */
const BATCH = 100;
const WRITES = 25;

/** An item, or a key of one. */
export type Item = Record<string, AttributeValue>;

/** An item, or a key of one, and its table. */
export interface Placed {
  table: string;
  item: Item;
}

/** The items of a table that have these keys, in no order; what is not there is left out. No key may be named twice. */
export async function readItems(
  table: string,
  keys: readonly Item[],
  consistency: { consistent: boolean },
): Promise<Item[]> {
  const found = await readPlaced(placed(table, keys), consistency);
  return found.map(({ item }) => item);
}

/**
 * The same of several tables, in as few batches as the keys fit in. DynamoDB may answer a batch in parts, of at least
 * one item each: what it left is asked for again.
 */
export async function readPlaced(
  keys: readonly Placed[],
  { consistent }: { consistent: boolean },
): Promise<Placed[]> {
  const found: Placed[] = [];
  let wanted = keys;
  while (wanted.length > 0) {
    const { Responses: responses = {}, UnprocessedKeys: unprocessed = {} } = await dynamodb.send(
      new BatchGetItemCommand({ RequestItems: requestFor(wanted.slice(0, BATCH), consistent) }),
    );
    found.push(...Object.entries(responses).flatMap(([table, items]) => placed(table, items)));
    const left = Object.entries(unprocessed).flatMap(([table, { Keys: items = [] }]) => placed(table, items));
    wanted = [...left, ...wanted.slice(BATCH)];
  }
  return found;
}

function requestFor(wanted: readonly Placed[], consistent: boolean) {
  const byTable = Map.groupBy(wanted, ({ table }) => table);
  return Object.fromEntries(
    [...byTable].map(([table, ofTable]) => [
      table,
      { Keys: ofTable.map(({ item }) => item), ConsistentRead: consistent },
    ]),
  );
}

function placed(table: string, items: readonly Item[]): Placed[] {
  return items.map((item) => ({ table, item }));
}

/** Deletes the items of a table that have these keys. One that is not there is deleted already. */
export async function deleteItems(table: string, keys: readonly Item[]): Promise<void> {
  let wanted: WriteRequest[] = keys.map((key) => ({ DeleteRequest: { Key: key } }));
  while (wanted.length > 0) {
    const { UnprocessedItems: unprocessed = {} } = await dynamodb.send(
      new BatchWriteItemCommand({ RequestItems: { [table]: wanted.slice(0, WRITES) } }),
    );
    // DynamoDB may do a batch in parts: what it left is asked for again.
    wanted = [...(unprocessed[table] ?? []), ...wanted.slice(WRITES)];
  }
}
