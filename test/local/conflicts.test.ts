import {
  DynamoDBClient,
  PutItemCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Services, startServices, tableArn } from '../support/services.ts';

const TABLE = 'Quotes';
const conflict = { Code: 'TransactionConflict' };
const none = { Code: 'None' };

let services: Services;
let client: DynamoDBClient;
/** While it is set, what is on its way to the database waits there. */
let gate: Promise<void> | undefined;

beforeAll(async () => {
  services = await startServices(undefined, async () => gate);
  await services.addTable({
    name: TABLE,
    keySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    attributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  });
  client = new DynamoDBClient({ ...services.as(['dynamodb:*', tableArn(TABLE)]), maxAttempts: 1 });
});
afterAll(() => services.close());

const item = (id: string) => ({ TableName: TABLE, Item: { id: { S: id } } });
const key = (id: string) => ({ TableName: TABLE, Key: { id: { S: id } } });
const write = (...ids: string[]) =>
  client.send(new TransactWriteItemsCommand({ TransactItems: ids.map((id) => ({ Put: item(id) })) }));

/** Does something while a transaction over these items is under way; the transaction itself succeeds. */
async function during<Result>(ids: string[], act: () => Promise<Result>): Promise<Result> {
  const { promise, resolve: open } = Promise.withResolvers<void>();
  gate = promise;
  const underWay = write(...ids);
  // The transaction is at the gate as soon as an item of it is held.
  await expect.poll(() => write(ids[0] ?? '').catch(({ name }) => name)).toBe('TransactionCanceledException');
  gate = undefined;
  try {
    return await act();
  } finally {
    open();
    await underWay;
  }
}

describe('while a transaction is under way', () => {
  test('another one over one of its items is cancelled, with the reason at that item', async () => {
    const second = during(['a', 'b'], () => write('c', 'b'));
    await expect(second).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [none, conflict],
    });
  });

  test('so is one that only checks one of its items', async () => {
    const check = { ...key('a'), ConditionExpression: 'attribute_exists(id)' };
    const command = new TransactWriteItemsCommand({ TransactItems: [{ ConditionCheck: check }] });
    await expect(during(['a'], () => client.send(command))).rejects.toMatchObject({
      CancellationReasons: [conflict],
    });
  });

  test('so is one that reads one of its items', async () => {
    const command = new TransactGetItemsCommand({ TransactItems: [{ Get: key('x') }, { Get: key('a') }] });
    await expect(during(['a'], () => client.send(command))).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [none, conflict],
    });
  });

  test('a single write to one of its items is refused', async () => {
    const put = during(['a'], () => client.send(new PutItemCommand(item('a'))));
    await expect(put).rejects.toMatchObject({ name: 'TransactionConflictException' });
  });

  test('other items are free', async () => {
    await during(['a', 'b'], async () => {
      await write('c', 'd');
      await client.send(new PutItemCommand(item('e')));
    });
  });
});

test('once a transaction is over its items are free, whether it succeeded or not', async () => {
  await write('a');
  await write('a');
  const condition = { ...item('a'), ConditionExpression: 'attribute_not_exists(id)' };
  const failing = new TransactWriteItemsCommand({ TransactItems: [{ Put: condition }] });
  for (let attempt = 0; attempt < 2; attempt++) {
    await expect(client.send(failing)).rejects.toMatchObject({
      CancellationReasons: [{ Code: 'ConditionalCheckFailed' }],
    });
  }
});
