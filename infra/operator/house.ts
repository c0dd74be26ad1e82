import { DescribeTableCommand, type DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb';
import { paginateListQueues, type SQSClient } from '@aws-sdk/client-sqs';

/** A table of the house that can be restored. */
export interface LiveTable {
  /** As the stack calls it, e.g. `Quotes`. */
  id: string;
  /** As DynamoDB does. */
  name: string;
  /** The attributes of its key. */
  key: readonly string[];
}

/** What has no backup, by design: where somebody drove, and answers that are remembered for a day. */
const UNRECOVERABLE = ['Telemetry', 'Cursors', 'Trips', 'Idempotency'];

/** The tables of a stage that can be restored, the ledger first: what else is restored is held against it. */
export async function findTables(dynamodb: DynamoDBClient, stage: string): Promise<LiveTable[]> {
  const form = new RegExp(`^${stage}-data-([A-Z][a-z]+)[0-9A-F]{8}(-\\w+)?$`);
  const names: string[] = [];
  for await (const { TableNames: page = [] } of paginateListTables({ client: dynamodb }, {}))
    names.push(...page);
  const found = names.flatMap((name) => {
    const id = form.exec(name)?.[1];
    return id === undefined || UNRECOVERABLE.includes(id) ? [] : [{ id, name }];
  });
  if (found.length === 0) throw new Error(`there are no tables of the stage ${stage}`);
  const tables = await Promise.all(
    found.map(async (table) => ({ ...table, key: await keyOf(dynamodb, table.name) })),
  );
  return tables.sort((a, b) => Number(b.id === 'Ledger') - Number(a.id === 'Ledger'));
}

/** One table of several by its id. Throws where there is none. */
export function tableCalled(tables: readonly LiveTable[], id: string): LiveTable {
  const table = tables.find((each) => each.id === id);
  if (!table)
    throw new Error(`there is no table ${id}: there is ${tables.map((each) => each.id).join(', ')}`);
  return table;
}

async function keyOf(dynamodb: DynamoDBClient, name: string): Promise<string[]> {
  const { Table: table } = await dynamodb.send(new DescribeTableCommand({ TableName: name }));
  return (table?.KeySchema ?? []).flatMap(({ AttributeName: attribute }) => attribute ?? []);
}

/** The addresses of a stage's queues of events, of all those whose id begins so. */
export async function findQueues(client: SQSClient, stage: string, id = ''): Promise<string[]> {
  const urls: string[] = [];
  const prefix = { QueueNamePrefix: `${stage}-events-${id}`, MaxResults: 1000 };
  for await (const { QueueUrls: page = [] } of paginateListQueues({ client }, prefix)) urls.push(...page);
  if (urls.length === 0) throw new Error(`there is no queue ${id} of the stage ${stage}`);
  return urls;
}
