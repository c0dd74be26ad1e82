import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  DynamoDBClient,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { startServices, tableArn } from './services.ts';

/** A table of the suite: HASH `id`, RANGE `version` where asked for, index `byGroup`, a stream. */
const DEFINITION = {
  KeySchema: [
    { AttributeName: 'id', KeyType: 'HASH' },
    { AttributeName: 'version', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'id', AttributeType: 'S' },
    { AttributeName: 'version', AttributeType: 'N' },
    { AttributeName: 'group', AttributeType: 'S' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'byGroup',
      KeySchema: [
        { AttributeName: 'group', KeyType: 'HASH' },
        { AttributeName: 'id', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
} satisfies Omit<CreateTableCommandInput, 'TableName'>;

/** A DynamoDB with one table of the suite in it. */
export interface Database {
  table: string;
  client: DynamoDBClient;
  streams: DynamoDBStreamsClient;
  close(): Promise<void>;
}

/** Whether the suite runs against the real service: `DYNAMODB_SUITE=aws`, with credentials and a region. */
export const onAws = process.env.DYNAMODB_SUITE === 'aws';

/** The database that the suite is pointed at. */
export function startDatabase(): Promise<Database> {
  return onAws ? realDatabase() : localDatabase();
}

async function localDatabase(): Promise<Database> {
  const services = await startServices();
  const table = 'suite';
  await services.addTable({
    name: table,
    keySchema: DEFINITION.KeySchema,
    attributeDefinitions: DEFINITION.AttributeDefinitions,
    globalSecondaryIndexes: DEFINITION.GlobalSecondaryIndexes,
    streamViewType: 'NEW_AND_OLD_IMAGES',
  });
  const role = services.as(['dynamodb:*', [tableArn(table), `${tableArn(table)}/*`]]);
  return {
    table,
    client: new DynamoDBClient(role),
    streams: new DynamoDBStreamsClient(role),
    close: () => services.close(),
  };
}

async function realDatabase(): Promise<Database> {
  const table = `suite-${crypto.randomUUID()}`;
  const client = new DynamoDBClient();
  await client.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
      ...DEFINITION,
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 60 }, { TableName: table });
  return {
    table,
    client,
    streams: new DynamoDBStreamsClient(),
    close: async () => {
      await client.send(new DeleteTableCommand({ TableName: table }));
    },
  };
}
