import { type AttributeValue, BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import { dynamodb } from './dynamodb.ts';

/** DynamoDB's own limit for one batch. */
const BATCH = 100;

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
