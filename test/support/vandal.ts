import { readFileSync } from 'node:fs';
import {
  BatchWriteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  paginateScan,
  type ScanCommandOutput,
} from '@aws-sdk/client-dynamodb';
import type { LiveTable } from '../../infra/operator/house.ts';
import type { RunningApi } from './api.ts';
import { databaseProcess } from './processes.ts';

type Items = NonNullable<ScanCommandOutput['Items']>;

/** BatchWriteItem takes no more at once. */
const BATCH = 25;

/** Somebody who goes around every role, straight to the database, as an administrator of the account could. */
export function vandalOf(api: RunningApi): DynamoDBClient {
  const commandLine = readFileSync(`/proc/${databaseProcess(api)}/cmdline`, 'utf8').split('\0');
  const port = commandLine[commandLine.indexOf('--port') + 1];
  const credentials = { accessKeyId: 'vandal', secretAccessKey: 'vandal' };
  return new DynamoDBClient({ endpoint: `http://127.0.0.1:${port}`, region: 'eu-central-1', credentials });
}

/** Deletes all that a table has; answers how many items that were. */
export async function empty(vandal: DynamoDBClient, { name, key }: LiveTable): Promise<number> {
  const items = await itemsOf(vandal, name);
  for (let done = 0; done < items.length; done += BATCH) {
    const deletions = items.slice(done, done + BATCH).map((item) => {
      const Key = Object.fromEntries(Object.entries(item).filter(([attribute]) => key.includes(attribute)));
      return { DeleteRequest: { Key } };
    });
    await vandal.send(new BatchWriteItemCommand({ RequestItems: { [name]: deletions } }));
  }
  return items.length;
}

/** Makes something else of the documents that a table has; answers how many items those were. */
export async function corrupt(vandal: DynamoDBClient, { name }: LiveTable): Promise<number> {
  const items = await itemsOf(vandal, name);
  for (const Item of items) {
    await vandal.send(
      new PutItemCommand({ TableName: name, Item: { ...Item, doc: { S: '{"gone":true}' } } }),
    );
  }
  return items.length;
}

async function itemsOf(vandal: DynamoDBClient, table: string): Promise<Items> {
  const items: Items = [];
  for await (const { Items: page = [] } of paginateScan({ client: vandal }, { TableName: table }))
    items.push(...page);
  return items;
}
