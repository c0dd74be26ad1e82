import { setTimeout as sleep } from 'node:timers/promises';
import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Change, commit } from '../../functions/platform/commit.ts';
import { REGION, type Services, startServices, tableArn } from '../support/services.ts';

let services: Services;
let client: DynamoDBClient;
let write: typeof commit;
/** While it is set, what is on its way to the database waits there; `arrived` is told when something does. */
let gate: Promise<void> | undefined;
let arrived: (() => void) | undefined;
let aggregateId: string;

const TABLES = { Quotes: ['quoteId'], Ledger: ['aggregateId', 'version'], Idempotency: ['requestKey'] };

beforeAll(async () => {
  services = await startServices(undefined, async () => {
    arrived?.();
    await gate;
  });
  for (const [name, keys] of Object.entries(TABLES)) await services.addTable(tableOf(name, keys));
  const role = services.as(['dynamodb:*', Object.keys(TABLES).map(tableArn)]);
  client = new DynamoDBClient(role);
  // As in a function: the environment says where and as whom.
  vi.stubEnv('AWS_REGION', REGION);
  vi.stubEnv('AWS_ENDPOINT_URL', services.url);
  vi.stubEnv('AWS_ACCESS_KEY_ID', role.credentials.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', role.credentials.secretAccessKey);
  vi.stubEnv('LEDGER_TABLE', 'Ledger');
  vi.stubEnv('IDEMPOTENCY_TABLE', 'Idempotency');
  ({ commit: write } = await import('../../functions/platform/commit.ts'));
});
beforeEach(() => {
  aggregateId = `quo_${crypto.randomUUID()}`;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await services.close();
});

function tableOf(name: string, [hash = '', range]: string[]) {
  const keys = [
    { AttributeName: hash, KeyType: 'HASH' as const },
    ...(range ? [{ AttributeName: range, KeyType: 'RANGE' as const }] : []),
  ];
  const attributes = keys.map(({ AttributeName, KeyType }) => ({
    AttributeName,
    AttributeType: KeyType === 'HASH' ? ('S' as const) : ('N' as const),
  }));
  return { name, keySchema: keys, attributeDefinitions: attributes };
}

function change(instead: Partial<Change> = {}): Change {
  return {
    aggregateId,
    expectedVersion: 0,
    occurredAt: '2026-11-20T08:00:00.000Z',
    events: [{ eventId: 'evt_1', type: 'quote.offered', data: { quoteId: aggregateId } }],
    state: {
      table: 'Quotes',
      key: 'quoteId',
      doc: { status: 'offered' },
      indexes: { listingKey: 'broker#2026#1' },
    },
    origin: {
      partnerId: 'broker',
      actor: 'broker-app',
      operationId: 'createQuote',
      requestId: 'request-1',
      interactionId: 'interaction-1',
    },
    ...instead,
  };
}

const mark = (requestKey: string) => ({ requestKey, requestHash: 'hash', status: 201 });
const soon = () => Date.now() + 5_000;
const stateOf = async (quoteId: string) =>
  (await client.send(new GetItemCommand({ TableName: 'Quotes', Key: { quoteId: { S: quoteId } } }))).Item;

/** How many items the tables hold in all. */
async function count(): Promise<number> {
  const pages = await Promise.all(
    Object.keys(TABLES).map((name) => client.send(new ScanCommand({ TableName: name, Select: 'COUNT' }))),
  );
  return pages.reduce((sum, { Count: items = 0 }) => sum + items, 0);
}

describe('a change', () => {
  test('writes state, ledger entry and first answer together', async () => {
    expect(await write(change({ idempotency: mark(aggregateId) }), soon())).toBe('committed');

    expect(await stateOf(aggregateId)).toEqual({
      quoteId: { S: aggregateId },
      version: { N: '1' },
      doc: { S: '{"status":"offered"}' },
      listingKey: { S: 'broker#2026#1' },
    });
    const entry = { aggregateId: { S: aggregateId }, version: { N: '1' } };
    const { Item: logged } = await client.send(new GetItemCommand({ TableName: 'Ledger', Key: entry }));
    expect(JSON.parse(logged?.events?.S ?? '')).toEqual(change().events);
    expect(logged).toMatchObject({ actor: { S: 'broker-app' }, requestId: { S: 'request-1' } });
    const key = { requestKey: { S: aggregateId } };
    const { Item: first } = await client.send(new GetItemCommand({ TableName: 'Idempotency', Key: key }));
    expect(first).toMatchObject({ reference: { S: aggregateId }, version: { N: '1' }, status: { N: '201' } });
    expect(Object.keys(first ?? {})).not.toContain('body');
  });

  test('of the version that it was decided on makes the next', async () => {
    await write(change(), soon());
    expect(await write(change({ expectedVersion: 1 }), soon())).toBe('committed');
    expect((await stateOf(aggregateId))?.version).toEqual({ N: '2' });
  });

  test.each([0, 2])('of version %i, where 1 is current, writes nothing', async (expectedVersion) => {
    await write(change(), soon());
    const before = await count();
    const late = change({ expectedVersion, idempotency: mark(`${aggregateId}-late`) });
    expect(await write(late, soon())).toBe('version-conflict');
    expect(await count()).toBe(before);
  });

  test('whose key has an answer writes nothing', async () => {
    await write(change({ idempotency: mark(aggregateId) }), soon());
    const before = await count();
    const again = change({ aggregateId: `${aggregateId}-2`, idempotency: mark(aggregateId) });
    expect(await write(again, soon())).toBe('duplicate-request');
    expect(await count()).toBe(before);
  });

  test('that repeats itself is a duplicate, not a conflict of versions', async () => {
    const same = change({ idempotency: mark(aggregateId) });
    await write(same, soon());
    expect(await write(same, soon())).toBe('duplicate-request');
  });

  test('whose key had an answer that has run out is written', async () => {
    const expiresAt = { N: String(Math.floor(Date.now() / 1000) - 1) };
    const Item = { requestKey: { S: aggregateId }, expiresAt };
    await client.send(new PutItemCommand({ TableName: 'Idempotency', Item }));
    expect(await write(change({ idempotency: mark(aggregateId) }), soon())).toBe('committed');
  });

  test('whose condition does not hold writes nothing', async () => {
    const consent = {
      TableName: 'Quotes',
      Key: { quoteId: { S: 'no-such' } },
      ConditionExpression: 'attribute_exists(quoteId)',
    };
    const before = await count();
    for (const idempotency of [undefined, mark(`${aggregateId}-consent`)]) {
      expect(await write(change({ conditions: [consent], idempotency }), soon())).toBe('condition-failed');
    }
    expect(await count()).toBe(before);
  });

  test('sent twenty times at once is written once', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, number) =>
        write(change({ aggregateId: `${aggregateId}-${number}`, idempotency: mark(aggregateId) }), soon()),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'committed')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'duplicate-request')).toHaveLength(19);
  });
});

describe('while another transaction holds an item', () => {
  /** Holds the aggregate's state by a transaction under way, until it is let go. */
  async function hold(): Promise<() => Promise<unknown>> {
    const { promise, resolve } = Promise.withResolvers<void>();
    gate = promise;
    const arrival = Promise.withResolvers<void>();
    arrived = arrival.resolve;
    const Item = { aggregateId: { S: 'another' }, version: { N: String(Math.random()) } };
    const check = {
      TableName: 'Quotes',
      Key: { quoteId: { S: aggregateId } },
      ConditionExpression: 'attribute_not_exists(quoteId)',
    };
    const TransactItems = [{ Put: { TableName: 'Ledger', Item } }, { ConditionCheck: check }];
    const underWay = client.send(new TransactWriteItemsCommand({ TransactItems }));
    await arrival.promise;
    return () => {
      gate = undefined;
      resolve();
      return underWay;
    };
  }

  test('a change waits, and is written then', async () => {
    const release = await hold();
    const waiting = write(change(), soon());
    await sleep(100);
    await release();
    expect(await waiting).toBe('committed');
  });

  test('a change gives up at its deadline, having written nothing', async () => {
    const release = await hold();
    const startedAt = Date.now();
    const given = await write(change(), startedAt + 200).catch((error: Error) => error);
    expect(Date.now() - startedAt).toBeLessThan(1_000);
    await release();
    expect(given).toMatchObject({ name: 'TransactionCanceledException' });
    expect(await stateOf(aggregateId)).toBeUndefined();
  });
});

test('an error that is no cancellation is thrown at once', async () => {
  const state = { ...change().state, table: 'NoSuchTable' };
  await expect(write(change({ state }), soon())).rejects.toThrow();
});
