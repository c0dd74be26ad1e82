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
let readItems: typeof import('../../functions/platform/batch.ts').readItems;
/** How many batches were asked for. */
let asked: number;

beforeAll(async () => {
  platform = await startPlatform({ Things: { variable: 'THINGS_TABLE', keys: ['thingId'] } });
  inParts = answersInParts(platform.forward).listen(0, '127.0.0.1');
  await new Promise((resolve) => inParts.once('listening', resolve));
  for (let number = 0; number < 210; number++) {
    await platform.client.send(new PutItemCommand({ TableName: 'Things', Item: keyOf(number) }));
  }
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(inParts.address() as AddressInfo).port}`);
  ({ readItems } = await import('../../functions/platform/batch.ts'));
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

/** The database behind answers of a few keys each, which is how DynamoDB answers when it is busy. */
function answersInParts(forward: Forward): Server {
  return createServer(async (request, response) => {
    const { RequestItems: batch } = JSON.parse((await buffer(request)).toString());
    const { Keys: wanted } = batch.Things;
    asked++;
    const part = { Things: { ...batch.Things, Keys: wanted.slice(0, PART) } };
    const target = String(request.headers['x-amz-target']);
    const { status, body } = await forward(target, JSON.stringify({ RequestItems: part }));
    const left = wanted.slice(PART);
    const answer = {
      ...JSON.parse(body.toString()),
      UnprocessedKeys: left.length > 0 ? { Things: { ...batch.Things, Keys: left } } : {},
    };
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(answer));
  });
}

test.each([
  [0, 0],
  [2, 1],
  [7, 3],
])('of %i items all are read, in %i parts', async (amount, parts) => {
  const items = await readItems('Things', keys(amount), { consistent: true });
  expect(items.map(({ thingId }) => thingId?.S).sort()).toEqual(
    keys(amount)
      .map(({ thingId }) => thingId.S)
      .sort(),
  );
  expect(asked).toBe(parts);
});

test('more than a batch may name are read', async () => {
  const items = await readItems('Things', [...keys(210), keyOf(999)], { consistent: false });
  expect(new Set(items.map(({ thingId }) => thingId?.S)).size).toBe(210);
});
