import { setTimeout as sleep } from 'node:timers/promises';
import {
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Change, Commitment, commit } from '../../functions/platform/commit.ts';
import { type Beside, CHANGED_TABLES, changeOf, mark, soon } from '../support/changes.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

let platform: Platform;
let client: DynamoDBClient;
let write: typeof commit;
/** While it is set, what is on its way to the database waits there; `arrived` is told when something does. */
let gate: Promise<void> | undefined;
let arrived: (() => void) | undefined;
let aggregateId: string;

beforeAll(async () => {
  platform = await startPlatform(CHANGED_TABLES, async () => {
    arrived?.();
    await gate;
  });
  client = platform.client;
  ({ commit: write } = await import('../../functions/platform/commit.ts'));
});
beforeEach(() => {
  aggregateId = `quo_${crypto.randomUUID()}`;
});
afterAll(() => platform.close());

const change = (instead: Partial<Change> = {}) => changeOf(aggregateId, instead);

/** One change by itself, and what is committed beside it. */
const alone = (instead: Partial<Change> = {}, beside: Beside = {}): Commitment => ({
  changes: [change(instead)],
  ...beside,
});

const count = () => platform.count();
const stateOf = async (quoteId: string) =>
  (await client.send(new GetItemCommand({ TableName: 'Quotes', Key: { quoteId: { S: quoteId } } }))).Item;

describe('a change', () => {
  test('writes state, ledger entry and first answer together', async () => {
    expect(await write(alone({}, { idempotency: mark(aggregateId) }), soon())).toBe('committed');

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
    await write(alone(), soon());
    expect(await write(alone({ expectedVersion: 1 }), soon())).toBe('committed');
    expect((await stateOf(aggregateId))?.version).toEqual({ N: '2' });
  });

  test.each([0, 2])('of version %i, where 1 is current, writes nothing', async (expectedVersion) => {
    await write(alone(), soon());
    const before = await count();
    const late = alone({ expectedVersion }, { idempotency: mark(`${aggregateId}-late`) });
    expect(await write(late, soon())).toBe('version-conflict');
    expect(await count()).toBe(before);
  });

  test('whose key has an answer writes nothing', async () => {
    await write(alone({}, { idempotency: mark(aggregateId) }), soon());
    const before = await count();
    const again = alone({ aggregateId: `${aggregateId}-2` }, { idempotency: mark(aggregateId) });
    expect(await write(again, soon())).toBe('duplicate-request');
    expect(await count()).toBe(before);
  });

  test('that repeats itself is a duplicate, not a conflict of versions', async () => {
    const same = alone({}, { idempotency: mark(aggregateId) });
    await write(same, soon());
    expect(await write(same, soon())).toBe('duplicate-request');
  });

  test('whose key had an answer that has run out is written', async () => {
    const expiresAt = { N: String(Math.floor(Date.now() / 1000) - 1) };
    const Item = { requestKey: { S: aggregateId }, expiresAt };
    await client.send(new PutItemCommand({ TableName: 'Idempotency', Item }));
    expect(await write(alone({}, { idempotency: mark(aggregateId) }), soon())).toBe('committed');
  });

  test('whose condition does not hold writes nothing', async () => {
    const consent = {
      TableName: 'Quotes',
      Key: { quoteId: { S: 'no-such' } },
      ConditionExpression: 'attribute_exists(quoteId)',
    };
    const before = await count();
    for (const idempotency of [undefined, mark(`${aggregateId}-consent`)]) {
      expect(await write(alone({}, { conditions: [consent], idempotency }), soon())).toBe('condition-failed');
    }
    expect(await count()).toBe(before);
  });

  test('sent twenty times at once is written once', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, number) =>
        write(alone({ aggregateId: `${aggregateId}-${number}` }, { idempotency: mark(aggregateId) }), soon()),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'committed')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'duplicate-request')).toHaveLength(19);
  });
});

describe('the state of a change', () => {
  test('says when DynamoDB may forget it, where it may', async () => {
    const expiresAt = Math.floor(Date.now() / 1000) + 3_600;
    await write(alone({ state: { ...change().state, expiresAt } }), soon());
    expect(await stateOf(aggregateId)).toMatchObject({ expiresAt: { N: String(expiresAt) } });
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
    const waiting = write(alone(), soon());
    await sleep(100);
    await release();
    expect(await waiting).toBe('committed');
  });

  test('a change gives up at its deadline, having written nothing', async () => {
    const release = await hold();
    const startedAt = Date.now();
    const given = await write(alone(), startedAt + 200).catch((error: Error) => error);
    expect(Date.now() - startedAt).toBeLessThan(1_000);
    await release();
    expect(given).toMatchObject({ name: 'TransactionCanceledException' });
    expect(await stateOf(aggregateId)).toBeUndefined();
  });
});

test('an error that is no cancellation is thrown at once', async () => {
  const state = { ...change().state, table: 'NoSuchTable' };
  await expect(write(alone({ state }), soon())).rejects.toThrow();
});
