import type { Forward } from '../../../infra/local/dynamodb/forward.ts';

const GIGABYTE = 1e9;
const MONTH_SECONDS = 30.4 * 86_400;

/** What DynamoDB adds to the size of every item, of a table and of an index. */
const OVERHEAD_BYTES = 100;

/** For how long at most what is kept for ever is counted. */
const MOST_MONTHS = 12;

/** What lies in tables, and for how long: in GB-months, and of those what can be recovered to any moment. */
export interface Stored {
  gbMonths: number;
  recoverable: number;
}

interface Description {
  TableName: string;
  KeySchema: Key[];
  GlobalSecondaryIndexes?: { KeySchema: Key[] }[];
}
type Key = { AttributeName: string };
type Value = { S?: string; N?: string; B?: string };
type Item = Record<string, Value>;

/**
 * Weighs everything that lies in the tables of a database, indexes included: each item until it is to be forgotten, a
 * year at most. `isRecoverable` says of a table's name whether it can be recovered, which is charged by its items.
 */
export async function weigh(forward: Forward, isRecoverable: (table: string) => boolean): Promise<Stored> {
  const weight = { gbMonths: 0, recoverable: 0 };
  for (const table of (await call<{ TableNames: string[] }>(forward, 'ListTables', {})).TableNames) {
    const { Table: description } = await call<{ Table: Description }>(forward, 'DescribeTable', {
      TableName: table,
    });
    for await (const item of itemsOf(forward, table)) {
      const months = monthsOf(item) / GIGABYTE;
      const own = sizeOf(item, Object.keys(item));
      weight.gbMonths += (own + rowsOf(item, description)) * months;
      if (isRecoverable(table)) weight.recoverable += own * months;
    }
  }
  return weight;
}

async function* itemsOf(forward: Forward, table: string): AsyncGenerator<Item> {
  let last: Item | undefined;
  do {
    const input = { TableName: table, ...(last && { ExclusiveStartKey: last }) };
    const page = await call<{ Items: Item[]; LastEvaluatedKey?: Item }>(forward, 'Scan', input);
    yield* page.Items;
    last = page.LastEvaluatedKey;
  } while (last);
}

/** What some attributes of an item weigh, as a row of a table or of an index. */
function sizeOf(item: Item, attributes: readonly string[]): number {
  return attributes.reduce((sum, name) => sum + name.length + lengthOf(item[name] ?? {}), OVERHEAD_BYTES);
}

/** What an item's rows in all indexes weigh, which hold keys alone. */
function rowsOf(item: Item, { KeySchema: keys, GlobalSecondaryIndexes: indexes = [] }: Description): number {
  const names = (schema: Key[]) => schema.map(({ AttributeName }) => AttributeName);
  return indexes
    .map(({ KeySchema }) => names(KeySchema))
    .filter((own) => own.every((name) => item[name] !== undefined))
    .reduce((sum, own) => sum + sizeOf(item, [...new Set([...names(keys), ...own])]), 0);
}

/** A number takes a byte for each two digits, and one more. */
function lengthOf({ S: text, N: number, B: binary }: Value): number {
  if (text !== undefined) return Buffer.byteLength(text);
  return binary === undefined ? Math.ceil((number ?? '').length / 2) + 1 : (binary.length * 3) / 4;
}

function monthsOf({ expiresAt }: Item): number {
  const left = Number(expiresAt?.N ?? Number.POSITIVE_INFINITY) - Date.now() / 1000;
  return Math.min(MOST_MONTHS, Math.max(0, left / MONTH_SECONDS));
}

async function call<Answer>(forward: Forward, action: string, input: object): Promise<Answer> {
  const { status, body } = await forward(`DynamoDB_20120810.${action}`, JSON.stringify(input));
  if (status !== 200) throw new Error(`${action} was answered ${status}`);
  return JSON.parse(body.toString());
}
