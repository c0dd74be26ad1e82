import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Forward } from '../../infra/local/dynamodb/forward.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

/** How many keys of a batch are answered at a time. */
const PART = 3;

let platform: Platform;
let inParts: Server;
let batch: typeof import('../../functions/platform/batch.ts');
/** How many batches were asked for. */
let asked: number;

beforeAll(async () => {
  platform = await startPlatform({
    Things: { variable: 'THINGS_TABLE', keys: ['thingId'] },
    Others: { variable: 'OTHERS_TABLE', keys: ['thingId'] },
  });
  inParts = answersInParts(platform.forward).listen(0, '127.0.0.1');
  await new Promise((resolve) => inParts.once('listening', resolve));
  for (let number = 0; number < 210; number++) {
    await platform.client.send(new PutItemCommand({ TableName: 'Things', Item: keyOf(number) }));
  }
  await platform.client.send(new PutItemCommand({ TableName: 'Others', Item: keyOf(0) }));
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(inParts.address() as AddressInfo).port}`);
  batch = await import('../../functions/platform/batch.ts');
});
beforeEach(() => {
  asked = 0;
});
afterAll(async () => {
  inParts.close();
  await platform.close();
});

const keyOf = (number: number) => ({ thingId: { S: `thi_${number}` } });
const keys = (amount: number) => Array.from({ length: amount }, (_, number) => keyOf(number));

/** The database behind does a few of a batch, which is how DynamoDB answers when it is busy. */
function answersInParts(forward: Forward): Server {
  return createServer(async (request, response) => {
    const { RequestItems: asks } = JSON.parse((await buffer(request)).toString());
    asked++;
    const isWrite = String(request.headers['x-amz-target']).endsWith('BatchWriteItem');
    const { status, answer } = await (isWrite ? write : read)(forward, asks);
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(answer));
  });
}

async function write(forward: Forward, asks: Record<string, object[]>) {
  const part = (from: number, to?: number) =>
    Object.fromEntries(
      Object.entries(asks).flatMap(([table, all]) => {
        const some = all.slice(from, to);
        return some.length === 0 ? [] : [[table, some]];
      }),
    );
  const first = JSON.stringify({ RequestItems: part(0, PART) });
  const { status, body } = await forward('DynamoDB_20120810.BatchWriteItem', first);
  return { status, answer: { ...JSON.parse(body.toString()), UnprocessedItems: part(PART) } };
}

async function read(forward: Forward, asks: Record<string, { Keys: object[] }>) {
  const wanted = Object.entries(asks).flatMap(([table, { Keys: ofTable }]) =>
    ofTable.map((key) => ({ table, key })),
  );
  const part = JSON.stringify({ RequestItems: inTables(asks, wanted.slice(0, PART)) });
  const { status, body } = await forward('DynamoDB_20120810.BatchGetItem', part);
  return {
    status,
    answer: { ...JSON.parse(body.toString()), UnprocessedKeys: inTables(asks, wanted.slice(PART)) },
  };
}

function inTables(asks: Record<string, object>, wanted: readonly { table: string; key: object }[]) {
  const keysOf = (table: string) => wanted.filter((each) => each.table === table).map(({ key }) => key);
  const tables = Object.keys(asks).filter((table) => keysOf(table).length > 0);
  return Object.fromEntries(tables.map((table) => [table, { ...asks[table], Keys: keysOf(table) }]));
}

test.each([
  [0, 0],
  [2, 1],
  [7, 3],
])('of %i items all are read, in %i parts', async (amount, parts) => {
  const items = await batch.readItems('Things', keys(amount), { consistent: true });
  expect(items.map(({ thingId }) => thingId?.S).sort()).toEqual(
    keys(amount)
      .map(({ thingId }) => thingId.S)
      .sort(),
  );
  expect(asked).toBe(parts);
});

test('more than a batch may name are read', async () => {
  const items = await batch.readItems('Things', [...keys(210), keyOf(999)], { consistent: false });
  expect(new Set(items.map(({ thingId }) => thingId?.S)).size).toBe(210);
});

test('of several tables all are read in the same batches, and each is told from the others', async () => {
  const things = keys(4).map((item) => ({ table: 'Things', item }));
  const others = keys(2).map((item) => ({ table: 'Others', item }));
  const found = await batch.readPlaced([...others, ...things], { consistent: true });
  const byTable = Map.groupBy(found, ({ table }) => table);
  expect(byTable.get('Things')).toHaveLength(4);
  expect(byTable.get('Others')).toEqual([{ table: 'Others', item: keyOf(0) }]);
  expect(asked).toBe(2);
});

test('of what is to be deleted nothing is left', async () => {
  await batch.deleteItems('Things', keys(40));
  expect(await batch.readItems('Things', keys(40), { consistent: true })).toEqual([]);
  expect(await batch.readItems('Things', keys(43), { consistent: true })).toHaveLength(3);
});
