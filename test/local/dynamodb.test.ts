import {
  type AttributeValue,
  BatchGetItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, onAws, startDatabase } from '../support/database.ts';

// What the functions rely on, of whichever DynamoDB: that of this machine, or with DYNAMODB_SUITE=aws the service.

let database: Database;
beforeAll(async () => {
  database = await startDatabase();
}, 120_000);
afterAll(() => database.close());

const key = (id: string, version = 1) => ({ id: { S: id }, version: { N: String(version) } });
const fresh = () => crypto.randomUUID();
const absent = { ConditionExpression: 'attribute_not_exists(id)' };

const put = (id: string, more: Record<string, AttributeValue> = {}, over: object = {}) =>
  database.client.send(
    new PutItemCommand({ TableName: database.table, Item: { ...key(id), ...more }, ...over }),
  );
const get = async (id: string, version = 1) => {
  const { table: TableName, client } = database;
  const command = new GetItemCommand({ TableName, Key: key(id, version), ConsistentRead: true });
  return (await client.send(command)).Item;
};
const transact = (
  TransactItems: TransactWriteItemsCommandInput['TransactItems'],
  over: Partial<TransactWriteItemsCommandInput> = {},
) => database.client.send(new TransactWriteItemsCommand({ TransactItems, ...over }));
const putOf = (id: string, over: object = {}) => ({
  Put: { TableName: database.table, Item: key(id), ...over },
});

describe('an item', () => {
  test('keeps every type of value', async () => {
    const id = fresh();
    const values = {
      text: { S: 'Zoë “quoted” \\ \u{1f697}' },
      number: { N: '12345678901234567890.123456789' },
      yes: { BOOL: true },
      nothing: { NULL: true },
      list: { L: [{ S: 'a' }, { N: '1' }] },
      map: { M: { ClientRequestToken: { S: 'not a token' } } },
      texts: { SS: ['a', 'b'] },
      bytes: { B: new Uint8Array([0, 255]) },
    };
    await put(id, values);
    expect(await get(id)).toMatchObject(values);
  });

  test('is not put over another one where a condition forbids', async () => {
    const id = fresh();
    await put(id, {}, absent);
    await expect(put(id, {}, absent)).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
  });

  test('shows what was there when a condition fails, if asked to', async () => {
    const id = fresh();
    await put(id, { text: { S: 'first' } });
    const returned = { ...absent, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' };
    await expect(put(id, {}, returned)).rejects.toMatchObject({ Item: { text: { S: 'first' } } });
  });

  test('is updated and deleted', async () => {
    const id = fresh();
    const { table: TableName, client } = database;
    await put(id, { count: { N: '1' } });
    const { Attributes } = await client.send(
      new UpdateItemCommand({
        TableName,
        Key: key(id),
        UpdateExpression: 'SET #count = #count + :one',
        ExpressionAttributeNames: { '#count': 'count' },
        ExpressionAttributeValues: { ':one': { N: '1' } },
        ReturnValues: 'UPDATED_NEW',
      }),
    );
    expect(Attributes).toEqual({ count: { N: '2' } });
    await client.send(new DeleteItemCommand({ TableName, Key: key(id) }));
    expect(await get(id)).toBeUndefined();
  });

  test('counts the capacity that it takes', async () => {
    const { ConsumedCapacity } = await put(
      fresh(),
      { text: { S: 'x'.repeat(1500) } },
      { ReturnConsumedCapacity: 'TOTAL' },
    );
    expect(ConsumedCapacity).toMatchObject({ TableName: database.table, CapacityUnits: 2 });
  });

  test('is not taken over 400 KB', async () => {
    await expect(put(fresh(), { text: { S: 'x'.repeat(410_000) } })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  test('is not found in a table that is not there', async () => {
    const command = new GetItemCommand({ TableName: 'suite-none', Key: key('1') });
    const name = onAws ? 'ResourceNotFoundException' : 'AccessDeniedException';
    await expect(database.client.send(command)).rejects.toMatchObject({ name });
  });
});

describe('many items', () => {
  test('are read in one call', async () => {
    const ids = [fresh(), fresh()];
    for (const id of ids) await put(id);
    const { client, table } = database;
    const { Responses } = await client.send(
      new BatchGetItemCommand({ RequestItems: { [table]: { Keys: ids.map((id) => key(id)) } } }),
    );
    expect(Responses?.[table]?.map(({ id }) => id?.S).sort()).toEqual(ids.sort());
  });

  test('are read in one call as they are now, without those that are not there', async () => {
    const [there, gone] = [fresh(), fresh()];
    await put(there, { text: { S: 'old' } });
    await put(there, { text: { S: 'new' } });
    const { client, table } = database;
    const Keys = [key(there), key(gone)];
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetItemCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } }),
    );
    expect(Responses?.[table]).toEqual([{ ...key(there), text: { S: 'new' } }]);
    expect(UnprocessedKeys).toEqual({});
  });

  test('are found last first: the latest up to a point, strongly consistent', async () => {
    const id = fresh();
    const { client, table: TableName } = database;
    for (const version of [1, 2, 3])
      await client.send(new PutItemCommand({ TableName, Item: key(id, version) }));
    const { Items, LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'id = :id AND version <= :version',
        ExpressionAttributeValues: { ':id': { S: id }, ':version': { N: '2' } },
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit: 1,
      }),
    );
    expect(Items).toEqual([key(id, 2)]);
    expect(LastEvaluatedKey).toEqual(key(id, 2));
  });

  test('are read page by page from an index, keys only and newest first', async () => {
    const group = fresh();
    const ids = ['a', 'b', 'c'].map((letter) => `${letter}-${group}`);
    for (const id of ids) await put(id, { group: { S: group }, text: { S: 'not projected' } });
    const page = (ExclusiveStartKey?: Record<string, AttributeValue>) =>
      database.client.send(
        new QueryCommand({
          TableName: database.table,
          IndexName: 'byGroup',
          KeyConditionExpression: '#group = :group',
          ExpressionAttributeNames: { '#group': 'group' },
          ExpressionAttributeValues: { ':group': { S: group } },
          ScanIndexForward: false,
          Limit: 2,
          ExclusiveStartKey,
        }),
      );
    await expect.poll(async () => (await page()).Items?.length, { timeout: 5_000 }).toBe(2);
    const first = await page();
    const second = await page(first.LastEvaluatedKey);
    const items = [...(first.Items ?? []), ...(second.Items ?? [])];
    expect(items.map(({ id }) => id?.S)).toEqual(ids.toReversed());
    expect(Object.keys(items[0] ?? {}).sort()).toEqual(['group', 'id', 'version']);
    expect(second.LastEvaluatedKey).toBeUndefined();
  });

  test('come in the order of numbers, not of texts', async () => {
    const id = fresh();
    const { client, table: TableName } = database;
    for (const version of [10, 9, 100])
      await client.send(new PutItemCommand({ TableName, Item: key(id, version) }));
    const { Items } = await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'id = :id AND version > :version',
        ExpressionAttributeValues: { ':id': { S: id }, ':version': { N: '9' } },
      }),
    );
    expect(Items?.map(({ version }) => version?.N)).toEqual(['10', '100']);
  });
});

describe('a transaction', () => {
  test('writes all of its items', async () => {
    const [one, two] = [fresh(), fresh()];
    await transact([putOf(one), putOf(two)]);
    expect([await get(one), await get(two)]).toEqual([key(one), key(two)]);
  });

  test('puts and deletes at once', async () => {
    const [old, next] = [fresh(), fresh()];
    await put(old);
    const deletion = {
      TableName: database.table,
      Key: key(old),
      ConditionExpression: 'attribute_exists(id)',
    };
    await transact([putOf(next, absent), { Delete: deletion }]);
    expect([await get(old), await get(next)]).toEqual([undefined, key(next)]);
    await expect(transact([putOf(fresh()), { Delete: deletion }])).rejects.toMatchObject({
      CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed' }],
    });
  });

  test('writes none when one condition fails, and says which and why', async () => {
    const [there, other] = [fresh(), fresh()];
    await put(there, { text: { S: 'first' } });
    const returned = { ...absent, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const };
    await expect(transact([putOf(other), putOf(there, returned)])).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [
        { Code: 'None' },
        { Code: 'ConditionalCheckFailed', Item: { text: { S: 'first' } } },
      ],
    });
    expect(await get(other)).toBeUndefined();
  });

  test('checks conditions on items that it does not write', async () => {
    const check = {
      TableName: database.table,
      Key: key(fresh()),
      ConditionExpression: 'attribute_exists(id)',
    };
    await expect(transact([putOf(fresh()), { ConditionCheck: check }])).rejects.toMatchObject({
      CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed' }],
    });
  });

  test('is refused when it names an item twice', async () => {
    const id = fresh();
    await expect(transact([putOf(id), putOf(id)])).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('is refused when an item of it does two things', async () => {
    const both = { ...putOf(fresh()), Delete: { TableName: database.table, Key: key(fresh()) } };
    await expect(transact([both])).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(transact([{}])).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('with a token runs once, however often it is sent', async () => {
    const id = fresh();
    const ClientRequestToken = fresh();
    await transact([putOf(id, absent)], { ClientRequestToken });
    await transact([putOf(id, absent)], { ClientRequestToken });
    await expect(transact([putOf(fresh())], { ClientRequestToken })).rejects.toMatchObject({
      name: 'IdempotentParameterMismatchException',
    });
  });

  test('with a token that failed may be sent again', async () => {
    const id = fresh();
    const ClientRequestToken = fresh();
    await put(id);
    await expect(transact([putOf(id, absent)], { ClientRequestToken })).rejects.toThrow();
    const { client, table: TableName } = database;
    await client.send(new DeleteItemCommand({ TableName, Key: key(id) }));
    await transact([putOf(id, absent)], { ClientRequestToken });
    expect(await get(id)).toBeDefined();
  });

  test('reads items as of one moment', async () => {
    const [one, two] = [fresh(), fresh()];
    await transact([putOf(one), putOf(two)]);
    const { table: TableName, client } = database;
    const TransactItems = [one, two].map((id) => ({ Get: { TableName, Key: key(id) } }));
    const { Responses } = await client.send(new TransactGetItemsCommand({ TransactItems }));
    expect(Responses).toEqual([{ Item: key(one) }, { Item: key(two) }]);
  });
});
