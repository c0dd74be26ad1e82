import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type DynamoDbServer, startDynamoDb } from '../../infra/local/dynamodb/dynoxide.ts';
import { type Forward, forwarder } from '../../infra/local/dynamodb/forward.ts';
import { indexStreamRecords } from '../../infra/local/dynamodb/tables.ts';
import { temporaryDirectory } from './directories.ts';

/** Write units by table, or by index as `table/index`; and in each by the value of the hash key. */
export type WriteUnits = Map<string, Map<string, number>>;

/** A DynamoDB that counts the write units that it is asked for, by key. */
export interface WriteMeter {
  /** For `DYNAMODB_ENDPOINT`. */
  endpoint: string;
  /** All writes since the start, or since the last reset. */
  units(): WriteUnits;
  reset(): void;
  close(): Promise<void>;
}

type Item = Record<string, { S?: string; N?: string }>;

/** What one call writes to a table. */
interface Written {
  table: string;
  items: Item[];
}

interface Capacity {
  CapacityUnits: number;
}

interface Consumed {
  TableName: string;
  Table?: Capacity;
  GlobalSecondaryIndexes?: Record<string, Capacity>;
}

/** Starts a database behind a meter, which has every write say what it consumed. */
export async function startWriteMeter(): Promise<WriteMeter> {
  const database = await startDynamoDb(temporaryDirectory());
  const forward = forwarder(database);
  const hashKeys = new Map<string, string>();
  let units: WriteUnits = new Map();
  const server = createServer(async (request, response) => {
    const target = String(request.headers['x-amz-target'] ?? '');
    const body = Buffer.concat(await request.toArray());
    const { status, body: answer } = await metered(target, body, forward, { hashKeys, units });
    if (target.endsWith('.CreateTable')) indexStreams(database);
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    units: () => units,
    reset: () => {
      units = new Map();
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await database.close();
    },
  };
}

/** Without it each streamed write is slower than the one before. */
function indexStreams({ databaseFile }: DynamoDbServer): void {
  if (databaseFile !== undefined) indexStreamRecords(databaseFile);
}

async function metered(
  target: string,
  body: Buffer,
  forward: Forward,
  { hashKeys, units }: { hashKeys: Map<string, string>; units: WriteUnits },
) {
  const action = target.slice(target.indexOf('.') + 1);
  if (action === 'CreateTable') learnKeys(JSON.parse(body.toString()), hashKeys);
  if (!Object.hasOwn(WRITTEN_BY, action)) return forward(target, body);
  const input = JSON.parse(body.toString());
  const reply = await forward(target, JSON.stringify({ ...input, ReturnConsumedCapacity: 'INDEXES' }));
  if (reply.status === 200) {
    const consumed: Consumed[] = [JSON.parse(reply.body.toString()).ConsumedCapacity ?? []].flat();
    const written = WRITTEN_BY[action as keyof typeof WRITTEN_BY](input);
    for (const of of consumed) charge(units, of, written, hashKeys);
  }
  return reply;
}

// biome-ignore lint/suspicious/noExplicitAny: calls as they came over the wire.
type Input = any;

/** What each kind of call writes. Of what it deletes or updates the key alone is known. */
const WRITTEN_BY = {
  PutItem: (input: Input): Written[] => [{ table: input.TableName, items: [input.Item] }],
  UpdateItem: (input: Input): Written[] => [{ table: input.TableName, items: [input.Key] }],
  DeleteItem: (input: Input): Written[] => [{ table: input.TableName, items: [input.Key] }],
  BatchWriteItem: (input: Input): Written[] =>
    Object.entries<Input[]>(input.RequestItems).map(([table, requests]) => ({
      table,
      items: requests.map(({ PutRequest: put, DeleteRequest: remove }) => put?.Item ?? remove.Key),
    })),
  TransactWriteItems: (input: Input): Written[] =>
    input.TransactItems.flatMap((item: Record<string, Input>) =>
      Object.values(item).map(({ TableName: table, Item, Key }) => ({ table, items: [Item ?? Key] })),
    ),
};

function learnKeys(table: Input, hashKeys: Map<string, string>): void {
  const indexes: Input[] = table.GlobalSecondaryIndexes ?? [];
  hashKeys.set(table.TableName, hashOf(table));
  for (const index of indexes) hashKeys.set(`${table.TableName}/${index.IndexName}`, hashOf(index));
}

function hashOf({ KeySchema: schema }: Input): string {
  return schema.find(({ KeyType: type }: Input) => type === 'HASH').AttributeName;
}

/** Charges what a call consumed to the keys that it wrote, in equal shares where it wrote several of one table. */
function charge(
  units: WriteUnits,
  { TableName: table, Table: own, GlobalSecondaryIndexes: indexes = {} }: Consumed,
  written: readonly Written[],
  hashKeys: ReadonlyMap<string, string>,
): void {
  const items = written.flatMap((each) => (each.table === table ? each.items : []));
  const consumed = [
    [table, own?.CapacityUnits ?? 0] as const,
    ...Object.entries(indexes).map(
      ([index, { CapacityUnits }]) => [`${table}/${index}`, CapacityUnits] as const,
    ),
  ];
  for (const [place, capacity] of consumed) {
    const name = hashKeys.get(place) ?? '';
    const keys = items.flatMap((item) => item[name]?.S ?? item[name]?.N ?? []);
    const ofPlace = units.get(place) ?? new Map<string, number>();
    units.set(place, ofPlace);
    for (const key of keys) ofPlace.set(key, (ofPlace.get(key) ?? 0) + capacity / keys.length);
  }
}

/** What was written most in a table or an index. */
export interface Hot {
  place: string;
  /** The value of its hash key, and the write units that it took. */
  key: string;
  units: number;
  /** How many keys were written there in all, and what they took together. */
  keys: number;
  total: number;
}

/** The key of each table and index that was written most. */
export function hottest(units: WriteUnits): Hot[] {
  return [...units].flatMap(([place, ofPlace]) => {
    const [first] = [...ofPlace].sort(([, a], [, b]) => b - a);
    if (!first) return [];
    const total = [...ofPlace.values()].reduce((sum, each) => sum + each, 0);
    return [{ place, key: first[0], units: first[1], keys: ofPlace.size, total }];
  });
}
