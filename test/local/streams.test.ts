import {
  type AttributeValue,
  DeleteItemCommand,
  DescribeTableCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, onAws, startDatabase } from '../support/database.ts';

// As the suite of DynamoDB itself: here, or with DYNAMODB_SUITE=aws on the service.
const HERE_ONLY = 'asks for rights of the roles of this machine, which the service does not know';
const AWS_ONLY = 'dynoxide differs from the service in this';

let database: Database;
beforeAll(async () => {
  database = await startDatabase();
}, 120_000);
afterAll(() => database.close());

const key = (id: string) => ({ id: { S: id }, version: { N: '1' } });
const fresh = () => crypto.randomUUID();
const put = (id: string, more: Record<string, AttributeValue> = {}) =>
  database.client.send(new PutItemCommand({ TableName: database.table, Item: { ...key(id), ...more } }));

describe('a stream', () => {
  const streamArn = async () => {
    const { client, table: TableName } = database;
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    return Table?.LatestStreamArn ?? '';
  };

  /** Every record of some items, from the beginning of the stream. */
  async function recordsOf(ids: readonly string[]) {
    const StreamArn = await streamArn();
    const { StreamDescription: stream } = await database.streams.send(
      new DescribeStreamCommand({ StreamArn }),
    );
    const found = [];
    for (const { ShardId } of stream?.Shards ?? []) {
      const start = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const;
      let { ShardIterator } = await database.streams.send(new GetShardIteratorCommand(start));
      for (let empty = 0; ShardIterator && empty < 3; ) {
        const page = await database.streams.send(new GetRecordsCommand({ ShardIterator }));
        if (page.Records?.length === 0) empty++;
        found.push(...(page.Records ?? []));
        ShardIterator = page.NextShardIterator;
      }
    }
    return found.filter(({ dynamodb }) => ids.includes(dynamodb?.Keys?.id?.S ?? ''));
  }

  test('tells of each change, in order, with both images', async () => {
    const id = fresh();
    const { client, table: TableName } = database;
    await put(id, { text: { S: 'one' } });
    await put(id, { text: { S: 'two' } });
    await client.send(new DeleteItemCommand({ TableName, Key: key(id) }));
    await expect.poll(async () => (await recordsOf([id])).length, { timeout: 20_000 }).toBe(3);
    const records = await recordsOf([id]);
    expect(
      records.map(({ eventName, dynamodb }) => [
        eventName,
        dynamodb?.OldImage?.text,
        dynamodb?.NewImage?.text,
      ]),
    ).toEqual([
      ['INSERT', undefined, { S: 'one' }],
      ['MODIFY', { S: 'one' }, { S: 'two' }],
      ['REMOVE', { S: 'two' }, undefined],
    ]);
    const region = await database.client.config.region();
    expect(new Set(records.map(({ awsRegion }) => awsRegion))).toEqual(new Set([region]));
  });

  test('goes by an ARN of the region, as its table does', async () => {
    const region = await database.client.config.region();
    const table = new RegExp(`^arn:aws:dynamodb:${region}:\\d{12}:table/${database.table}/stream/.+$`);
    expect(await streamArn()).toMatch(table);
  });

  test('tells nothing of a write that changes nothing', async ({ skip }) => {
    if (!onAws) skip(`${AWS_ONLY}: it records a MODIFY, which the append-only ledger never causes`);
    const id = fresh();
    await put(id);
    await put(id);
    await expect.poll(async () => (await recordsOf([id])).length, { timeout: 20_000 }).toBe(1);
  });

  test('is read only by who may', async ({ skip }) => {
    if (onAws) skip(HERE_ONLY);
    const StreamArn = (await streamArn()).replace('/suite/', '/other/');
    await expect(database.streams.send(new DescribeStreamCommand({ StreamArn }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    const read = new GetRecordsCommand({ ShardIterator: `${StreamArn}|1|anything` });
    await expect(database.streams.send(read)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
