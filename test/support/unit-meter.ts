import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type DynamoDbServer, startDynamoDb } from '../../infra/local/dynamodb/dynoxide.ts';
import { type Forward, forwarder, type Reply } from '../../infra/local/dynamodb/forward.ts';
import { indexStreamRecords } from '../../infra/local/dynamodb/tables.ts';
import { temporaryDirectory } from './directories.ts';

/** Write units by table, or by index as `table/index`; and in each by the value of the hash key. */
export type WriteUnits = Map<string, Map<string, number>>;

/** A DynamoDB that counts the units that it is asked for. */
export interface UnitMeter {
  /** For `DYNAMODB_ENDPOINT`. */
  endpoint: string;
  /** The way to it that counts nothing. */
  forward: Forward;
  /** All writes since the start, or since the last reset, by key. */
  written(): WriteUnits;
  /** All reads since then, by table with its indexes. */
  read(): Record<string, number>;
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

interface Consumed extends Capacity {
  TableName: string;
  Table?: Capacity;
  GlobalSecondaryIndexes?: Record<string, Capacity>;
}

/** What was counted so far, and what is known of tables. */
interface Count {
  hashKeys: Map<string, string>;
  written: WriteUnits;
  read: Record<string, number>;
}

/** Starts a database behind a meter, which has every call say what it consumed. */
export async function startUnitMeter(): Promise<UnitMeter> {
  const database = await startDynamoDb(temporaryDirectory());
  const forward = forwarder(database);
  const count: Count = { hashKeys: new Map(), written: new Map(), read: {} };
  const server = createServer(async (request, response) => {
    const target = String(request.headers['x-amz-target'] ?? '');
    const body = Buffer.concat(await request.toArray());
    const { status, body: answer } = await metered(target, body, forward, count);
    if (target.endsWith('.CreateTable')) indexStreams(database);
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    forward,
    written: () => count.written,
    read: () => ({ ...count.read }),
    reset: () => {
      Object.assign(count, { written: new Map(), read: {} });
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

async function metered(target: string, body: Buffer, forward: Forward, count: Count): Promise<Reply> {
  const action = target.slice(target.indexOf('.') + 1);
  if (action === 'CreateTable') learnKeys(JSON.parse(body.toString()), count.hashKeys);
  const writes = Object.hasOwn(WRITTEN_BY, action);
  if (!writes && !READS.includes(action)) return forward(target, body);
  const input = JSON.parse(body.toString());
  const reply = await forward(target, JSON.stringify({ ...input, ReturnConsumedCapacity: 'INDEXES' }));
  if (reply.status !== 200) return reply;
  const consumed: Consumed[] = [JSON.parse(reply.body.toString()).ConsumedCapacity ?? []].flat();
  for (const each of consumed) {
    if (writes) charge(each, WRITTEN_BY[action as keyof typeof WRITTEN_BY](input), count);
    else count.read[each.TableName] = (count.read[each.TableName] ?? 0) + each.CapacityUnits;
  }
  return reply;
}

const READS = ['GetItem', 'BatchGetItem', 'TransactGetItems', 'Query', 'Scan'];

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
  { TableName: table, Table: own, GlobalSecondaryIndexes: indexes = {} }: Consumed,
  written: readonly Written[],
  { hashKeys, written: units }: Count,
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
