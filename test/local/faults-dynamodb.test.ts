import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { FaultKind } from '../../infra/local/faults/fault-kind.ts';
import { type Services, startServices, tableArn } from '../support/services.ts';

const TABLE = 'Quotes';
const TRACE = 'Root=1-6b0231ed-e9b52d855575468d89faac37;Parent=89faac37e2941628;Sampled=0';

let services: Services;
let role: ReturnType<Services['as']>;
let client: DynamoDBClient;
/** Nothing befalls it. */
let witness: DynamoDBClient;

beforeAll(async () => {
  services = await startServices();
  await services.addTable({
    name: TABLE,
    keySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    attributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  });
  role = services.as(['dynamodb:*', tableArn(TABLE)]);
  client = new DynamoDBClient({ ...role, maxAttempts: 1 });
  witness = new DynamoDBClient(role);
});
afterEach(() => {
  services.faults.heal();
  vi.unstubAllEnvs();
});
afterAll(() => services.close());

let ids = 0;
const fresh = () => `item ${++ids}`;
const item = (id: string) => ({ id: { S: id } });
const put = (id: string, by = client) =>
  by.send(
    new PutItemCommand({ TableName: TABLE, Item: item(id), ConditionExpression: 'attribute_not_exists(id)' }),
  );
const get = (id: string, by = client) => by.send(new GetItemCommand({ TableName: TABLE, Key: item(id) }));
const putAll = (some: string[], by = client) => {
  const TransactItems = some.map((id) => ({ Put: { TableName: TABLE, Item: item(id) } }));
  return by.send(new TransactWriteItemsCommand({ TransactItems }));
};

/** Has every call meet a fault of these kinds. */
const always = (...kinds: FaultKind[]) => services.faults.switchOn({ seed: ids, rate: 1, kinds });

/** Whether an item is there, once nothing goes wrong any more. */
async function isThere(id: string): Promise<boolean> {
  services.faults.heal();
  return (await get(id, witness)).Item !== undefined;
}

const LOST: readonly [FaultKind, object][] = [
  ['fail-before', { $metadata: { httpStatusCode: expect.toBeOneOf([500, 503]) } }],
  ['fail-after', { $metadata: { httpStatusCode: expect.toBeOneOf([500, 503]) } }],
  ['cut-before', { code: 'ECONNRESET' }],
  ['cut-after', { code: 'ECONNRESET' }],
];

describe('a write whose answer is lost', () => {
  test.each(LOST)('by %s is done as that says', async (kind, error) => {
    const id = fresh();
    always(kind);
    await expect(put(id)).rejects.toMatchObject(error);
    expect(await isThere(id)).toBe(kind.endsWith('after'));
  });

  test('meets itself when it is tried again: its condition does not hold any more', async () => {
    const id = fresh();
    always('cut-after');
    await expect(put(id)).rejects.toThrow();
    services.faults.heal();
    await expect(put(id)).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
  });

  test('is done once if it is a transaction, which the SDK tries again under its token', async () => {
    const id = fresh();
    always('cut-after');
    const underWay = putAll([id], witness);
    await expect.poll(() => services.faults.report().injected.length).toBeGreaterThan(0);
    services.faults.heal();
    await underWay;
    expect(await isThere(id)).toBe(true);
  });
});

describe('a function that ends in its midst', () => {
  test.each(['kill-before', 'kill-after'] as const)('by %s is the one that called', async (kind) => {
    const id = fresh();
    vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'quotes');
    vi.stubEnv('_X_AMZN_TRACE_ID', TRACE);
    always(kind);
    await expect(put(id)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(services.killed.splice(0)).toEqual([TRACE]);
    expect(await isThere(id)).toBe(kind === 'kill-after');
  });

  test('is never another client', async () => {
    always('kill-before', 'kill-after');
    await put(fresh());
    expect(services.killed).toEqual([]);
  });
});

describe('a throttled call', () => {
  test('is refused as the SDK knows it, and does nothing', async () => {
    const id = fresh();
    always('throttle');
    await expect(put(id)).rejects.toMatchObject({
      name: expect.stringMatching(
        /^(ProvisionedThroughputExceededException|RequestLimitExceeded|ThrottlingException)$/,
      ),
      $metadata: { httpStatusCode: 400 },
    });
    expect(await isThere(id)).toBe(false);
  });

  test('is tried again by the SDK', async () => {
    const patient = new DynamoDBClient({ ...role, maxAttempts: 2 });
    always('throttle');
    await expect(get(fresh(), patient)).rejects.toMatchObject({ $metadata: { attempts: 2 } });
  });

  test('of a transaction is throttled as such, or by its items', async () => {
    const names = new Set<string>();
    for (let seed = 0; names.size < 2 && seed < 50; seed++) {
      services.faults.switchOn({ seed, rate: 1, kinds: ['throttle'] });
      const error = await putAll([fresh(), fresh()]).catch((thrown) => thrown);
      const codes: string[] = (error.CancellationReasons ?? []).map(({ Code }: { Code: string }) => Code);
      if (codes.length > 0) expect(codes.join()).toMatch(/ThrottlingError|ProvisionedThroughputExceeded/);
      names.add(codes.length > 0 ? 'by its items' : 'as such');
    }
    expect(names.size).toBe(2);
  });
});

describe('a conflict', () => {
  test('refuses a single write', async () => {
    const id = fresh();
    always('conflict');
    await expect(put(id)).rejects.toMatchObject({ name: 'TransactionConflictException' });
    expect(await isThere(id)).toBe(false);
  });

  test('cancels a transaction, with the reason at its items', async () => {
    const some = [fresh(), fresh(), fresh()];
    always('conflict');
    const error = await putAll(some).catch((thrown) => thrown);
    expect(error).toMatchObject({ name: 'TransactionCanceledException' });
    const codes = error.CancellationReasons.map(({ Code }: { Code: string }) => Code);
    expect(codes).toHaveLength(3);
    expect(codes).toContain('TransactionConflict');
    expect(await isThere(some[0] ?? '')).toBe(false);
  });

  test('does not touch a read', async () => {
    always('conflict');
    await expect(get(fresh())).resolves.toBeDefined();
  });

  test('does not cancel a transaction that may be done already', async () => {
    const TransactItems = [{ Put: { TableName: TABLE, Item: item(fresh()) } }];
    const command = () => new TransactWriteItemsCommand({ TransactItems, ClientRequestToken: 'the same' });
    always('cut-after');
    await expect(client.send(command())).rejects.toMatchObject({ code: 'ECONNRESET' });
    always('conflict');
    await expect(client.send(command())).resolves.toBeDefined();
  });
});

describe('a batch that is done in part', () => {
  test.each([2, 10, 25])('of %i writes hands the rest back', async (count) => {
    const some = Array.from({ length: count }, fresh);
    const RequestItems = { [TABLE]: some.map((id) => ({ PutRequest: { Item: item(id) } })) };
    always('partial');
    const { UnprocessedItems: rest = {} } = await client.send(new BatchWriteItemCommand({ RequestItems }));
    const left = (rest[TABLE] ?? []).map(({ PutRequest: request }) => request?.Item?.id?.S ?? '');
    services.faults.heal();
    const there = await Promise.all(some.map(async (id) => ((await isThere(id)) ? [id] : [])));
    expect(left.length).toBeGreaterThan(0);
    expect(there.flat().length).toBeGreaterThan(0);
    expect([...there.flat(), ...left].sort()).toEqual([...some].sort());
  });

  test('of reads hands the rest back, as it was asked for', async () => {
    const some = Array.from({ length: 10 }, fresh);
    await putAll(some, witness);
    const RequestItems = { [TABLE]: { Keys: some.map(item), ConsistentRead: true } };
    always('partial');
    const { Responses: found = {}, UnprocessedKeys: rest = {} } = await client.send(
      new BatchGetItemCommand({ RequestItems }),
    );
    expect(rest[TABLE]?.ConsistentRead).toBe(true);
    const [read = [], left = []] = [found[TABLE], rest[TABLE]?.Keys];
    expect(Math.min(read.length, left.length)).toBeGreaterThan(0);
    expect([...read, ...left].map(({ id }) => id?.S).sort()).toEqual([...some].sort());
  });

  test('is never a batch of one: DynamoDB does one item at least', async () => {
    const RequestItems = { [TABLE]: { Keys: [item(fresh())] } };
    always('partial');
    const { UnprocessedKeys: rest } = await client.send(new BatchGetItemCommand({ RequestItems }));
    expect(rest).toEqual({});
  });
});

test('a delayed call is answered all the same, later', async () => {
  const id = fresh();
  always('delay');
  await put(id);
  expect(services.faults.report().counts).toEqual({ delay: 1 });
  expect(await isThere(id)).toBe(true);
});

test('what a role may not do stays refused', async () => {
  const stranger = new DynamoDBClient({
    ...services.as(['dynamodb:GetItem', tableArn(TABLE)]),
    maxAttempts: 1,
  });
  always('delay');
  await expect(put(fresh(), stranger)).rejects.toMatchObject({ name: 'AccessDeniedException' });
});
