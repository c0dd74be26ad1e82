import {
  type AttributeValue,
  BatchWriteItemCommand,
  DynamoDBClient,
  ListTablesCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { newId, newOpaqueId } from '../../functions/platform/ids.ts';
import { type DynamoDbServer, startDynamoDb } from '../../infra/local/dynamodb/dynoxide.ts';
import { type RunningApi, startApi } from '../support/api.ts';
import { Client } from '../support/client.ts';
import { temporaryDirectory } from '../support/directories.ts';
import { Policies } from '../support/policies.ts';
import { upcomingRequest } from '../support/risks.ts';
import { unthrottledAssembly } from '../support/unthrottled.ts';
import { median } from './median.ts';

const FEW = 1_000;
const MANY = 100_000;
const ROUNDS = 5;
const READS = 400;

/** What reading a policy takes where there are few and where there are many, in milliseconds, and their ratio. */
export interface PolicyReads {
  few: number;
  many: number;
  ratio: number;
}

/** Reads random policies of a small and a large book in turn, one after another; the ratio is the rounds' median. */
export async function measurePolicyReads(): Promise<PolicyReads> {
  const [few, many] = [await bookOf(FEW), await bookOf(MANY)];
  try {
    await Promise.all([readFrom(few), readFrom(many)]);
    const rounds: [few: number, many: number][] = [];
    for (let round = 0; round < ROUNDS; round++) rounds.push([await readFrom(few), await readFrom(many)]);
    return {
      few: median(rounds.map(([time]) => time)),
      many: median(rounds.map(([, time]) => time)),
      ratio: median(rounds.map(([small, large]) => large / small)),
    };
  } finally {
    await Promise.all([few.api.stop(), many.api.stop()]);
  }
}

/** An API with so many policies in it. */
interface Book {
  api: RunningApi;
  token: string;
  policyIds: string[];
}

/**
 * Makes a book: one policy through the API, the others as copies of its items under ids of their own, since issuing
 * them all would take a quarter of an hour. A read asks for nothing else than these items.
 */
async function bookOf(size: number): Promise<Book> {
  const dataDir = temporaryDirectory();
  const cdkOut = unthrottledAssembly();
  const first = await startApi({ dataDir, cdkOut });
  const { body } = await new Policies(await Client.of(first, 'broker')).bind(upcomingRequest());
  await first.stop();
  const database = await startDynamoDb(dataDir);
  const policyIds = await copy(database, body.policyId, size);
  await database.close();
  const api = await startApi({ dataDir, cdkOut });
  return { api, token: await api.token('broker'), policyIds };
}

type Item = Record<string, AttributeValue>;

async function copy({ hostname, port }: DynamoDbServer, policyId: string, size: number): Promise<string[]> {
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
  const client = new DynamoDBClient({ endpoint: `http://${hostname}:${port}`, region: 'local', credentials });
  const models = await modelsIn(client);
  const policyIds = [policyId];
  while (policyIds.length < size) {
    const ids = Array.from({ length: Math.min(500, size - policyIds.length) }, () => newId('pol'));
    const requests = ids.flatMap((id) => {
      return models.map(([table, item]) => ({ table, item: renamed(item, policyId, id) }));
    });
    for (let start = 0; start < requests.length; start += 25)
      await write(client, requests.slice(start, start + 25));
    policyIds.push(...ids);
  }
  return policyIds;
}

/** The items that a read asks for, of the one policy that is there. */
async function modelsIn(client: DynamoDBClient): Promise<[table: string, item: Item][]> {
  const { TableNames: names = [] } = await client.send(new ListTablesCommand({}));
  const wanted = names.filter((name) => /Policies|Segments/.test(name));
  const scans = wanted.map(async (TableName) => {
    const { Items: items = [] } = await client.send(new ScanCommand({ TableName }));
    return items.map((item): [string, Item] => [TableName, item]);
  });
  return (await Promise.all(scans)).flat();
}

/** Under another id, and listed with a customer of its own: what is sealed can be read of the first customer only. */
function renamed(item: Item, policyId: string, id: string): Item {
  const copy: Item = JSON.parse(JSON.stringify(item).replaceAll(policyId, id));
  return copy.customerId ? { ...copy, customerId: { S: newOpaqueId('cus') } } : copy;
}

async function write(client: DynamoDBClient, puts: readonly { table: string; item: Item }[]): Promise<void> {
  const tables = Map.groupBy(puts, ({ table }) => table);
  const requests = [...tables].map(([table, group]) => [
    table,
    group.map(({ item }) => ({ PutRequest: { Item: item } })),
  ]);
  const { UnprocessedItems: left = {} } = await client.send(
    new BatchWriteItemCommand({ RequestItems: Object.fromEntries(requests) }),
  );
  if (Object.keys(left).length > 0) throw new Error('the database left items unwritten');
}

/** The median time of reading random policies one after another, in milliseconds. */
async function readFrom({ api, token, policyIds }: Book): Promise<number> {
  const times: number[] = [];
  for (let read = 0; read < READS; read++) {
    const policyId = policyIds[Math.floor(Math.random() * policyIds.length)];
    const start = performance.now();
    const answer = await fetch(`${api.url}/policies/${policyId}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    await answer.arrayBuffer();
    times.push(performance.now() - start);
    if (answer.status !== 200) throw new Error(`a policy was answered ${answer.status}`);
  }
  return median(times);
}
