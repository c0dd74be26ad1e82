import { cpSync } from 'node:fs';
import { join } from 'node:path';
import {
  DynamoDBClient,
  ListTablesCommand,
  ScanCommand,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import { type DynamoDbServer, startDynamoDb } from '../../infra/local/dynamodb/dynoxide.ts';
import { indexStreamRecords } from '../../infra/local/dynamodb/tables.ts';
import { type RunningApi, startApi } from '../support/api.ts';
import { Client } from '../support/client.ts';
import { temporaryDirectory } from '../support/directories.ts';
import { upcomingRequest } from '../support/risks.ts';

/** What the two sides of the comparison run on: the whole API, and a database of the same tables by itself. */
export interface Stage {
  api: RunningApi;
  token: string;
  /** The database of the bare server: same program, same tables and indexes, nothing that reads its stream. */
  database: DynamoDbServer;
  /** The transaction of one quote, as the API wrote it. */
  transaction: TransactWriteItem[];
  close(): Promise<void>;
}

/** Sets both up. The tables and the transaction of the bare side are those that the API made. */
export async function setStage(): Promise<Stage> {
  const dataDir = temporaryDirectory();
  const first = await startApi({ dataDir });
  await (await Client.of(first, 'aggregator')).createQuote(upcomingRequest());
  await first.stop();
  const bareDir = join(temporaryDirectory(), 'bare');
  cpSync(dataDir, bareDir, { recursive: true });
  const database = await startDynamoDb(bareDir);
  if (database.databaseFile) indexStreamRecords(database.databaseFile);
  const transaction = await transactionOf(database);
  const api = await startApi({ dataDir, env: { MEASURE: '1' } });
  return {
    api,
    token: await api.token('aggregator'),
    database,
    transaction,
    close: async () => {
      await api.stop();
      await database.close();
    },
  };
}

/** The three writes of the one quote that is there: its state, its ledger entry and its vault record. */
async function transactionOf({ hostname, port }: DynamoDbServer): Promise<TransactWriteItem[]> {
  const client = new DynamoDBClient({
    endpoint: `http://${hostname}:${port}`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
  });
  const { TableNames: names = [] } = await client.send(new ListTablesCommand({}));
  const put = async (table: string, guard: string): Promise<TransactWriteItem> => {
    const name = names.find((candidate) => candidate.includes(table));
    const { Items: [item] = [] } = await client.send(new ScanCommand({ TableName: name }));
    if (!name || !item) throw new Error(`the quote left nothing in ${table}`);
    return { Put: { TableName: name, Item: item, ConditionExpression: `attribute_not_exists(${guard})` } };
  };
  return [await put('Quotes', 'version'), await put('Ledger', 'aggregateId'), await put('Vault', 'recordId')];
}
