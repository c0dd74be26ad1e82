import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Change, Commitment, commit } from '../../functions/platform/commit.ts';
import { type Beside, CHANGED_TABLES, changeOf, mark, soon } from '../support/changes.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

let platform: Platform;
let client: DynamoDBClient;
let write: typeof commit;
let aggregateId: string;

beforeAll(async () => {
  platform = await startPlatform(CHANGED_TABLES);
  client = platform.client;
  ({ commit: write } = await import('../../functions/platform/commit.ts'));
});
beforeEach(() => {
  aggregateId = `quo_${crypto.randomUUID()}`;
});
afterAll(() => platform.close());

const change = (instead: Partial<Change> = {}) => changeOf(aggregateId, instead);
const alone = (instead: Partial<Change> = {}, beside: Beside = {}): Commitment => ({
  changes: [change(instead)],
  ...beside,
});
const count = () => platform.count();
const itemOf = async (table: string, Key: Record<string, { S: string } | { N: string }>) =>
  (await client.send(new GetItemCommand({ TableName: table, Key }))).Item;

describe('records of a change', () => {
  const record = (id: string, more: object = {}) => ({
    Put: { TableName: 'Policies', Item: { policyId: { S: id } }, ...more },
  });
  const readRecord = (id: string) => itemOf('Policies', { policyId: { S: id } });

  test('are written and deleted with it', async () => {
    await write(alone({ records: [record(`${aggregateId}-old`)] }), soon());
    const gone = { Delete: { TableName: 'Policies', Key: { policyId: { S: `${aggregateId}-old` } } } };
    const records = [record(`${aggregateId}-new`), gone];
    expect(await write(alone({ expectedVersion: 1, records }), soon())).toBe('committed');
    expect(await readRecord(`${aggregateId}-new`)).toBeDefined();
    expect(await readRecord(`${aggregateId}-old`)).toBeUndefined();
  });

  test('are not written where its version is another', async () => {
    await write(alone(), soon());
    const late = alone({ records: [record(`${aggregateId}-late`)] });
    expect(await write(late, soon())).toBe('version-conflict');
    expect(await readRecord(`${aggregateId}-late`)).toBeUndefined();
  });

  test('with a condition that does not hold keep it from being written', async () => {
    const guarded = record(aggregateId, { ConditionExpression: 'attribute_not_exists(policyId)' });
    await write(alone({ aggregateId: `${aggregateId}-first`, records: [guarded] }), soon());
    const before = await count();
    expect(await write(alone({ records: [guarded] }), soon())).toBe('version-conflict');
    expect(await count()).toBe(before);
  });

  test('of a hundred items in all are written, of one more nothing is even sent', async () => {
    const recordsOf = (amount: number) =>
      Array.from({ length: amount }, (_, number) => record(`${aggregateId}-${number}`));
    const before = await count();
    const tooMuch = alone({ records: recordsOf(98) }, { idempotency: mark(aggregateId) });
    await expect(write(tooMuch, soon())).rejects.toThrow(RangeError);
    expect(await count()).toBe(before);
    const full = alone({ records: recordsOf(97) }, { idempotency: mark(aggregateId) });
    expect(await write(full, soon())).toBe('committed');
    expect(await count()).toBe(before + 100);
  });
});

describe('changes of several aggregates', () => {
  /** A quote that is bound, and the policy that is issued from it. */
  const pair = (policyVersion: number, quoteVersion: number): Commitment['changes'] => [
    change({
      aggregateId: policyId(),
      expectedVersion: policyVersion,
      events: [{ eventId: 'evt_2', type: 'policy.issued', data: {} }],
      state: { table: 'Policies', key: 'policyId', doc: { status: 'pending' }, indexes: {} },
    }),
    change({ expectedVersion: quoteVersion }),
  ];
  const policyId = () => aggregateId.replace('quo', 'pol');

  test('are written together, each with its ledger entry; the answer is that of the first', async () => {
    await write(alone(), soon());
    const changes = pair(0, 1);
    expect(await write({ changes, idempotency: mark(aggregateId) }, soon())).toBe('committed');

    expect((await itemOf('Quotes', { quoteId: { S: aggregateId } }))?.version).toEqual({ N: '2' });
    for (const [id, version] of [
      [policyId(), '1'],
      [aggregateId, '2'],
    ] as const) {
      expect(await itemOf('Ledger', { aggregateId: { S: id }, version: { N: version } })).toBeDefined();
    }
    const first = await itemOf('Idempotency', { requestKey: { S: aggregateId } });
    expect(first).toMatchObject({ reference: { S: policyId() }, version: { N: '1' } });
  });

  test.each([
    ['the first', 1, 1],
    ['another', 0, 0],
    ['another, which is ahead', 0, 2],
  ])('fail all where the version of %s is another', async (_which, policyVersion, quoteVersion) => {
    await write(alone(), soon());
    const before = await count();
    const changes = pair(policyVersion, quoteVersion);
    expect(await write({ changes }, soon())).toBe('version-conflict');
    expect(await write({ changes, idempotency: mark(aggregateId) }, soon())).toBe('version-conflict');
    expect(await count()).toBe(before);
  });

  test('fail all where the key has an answer, or a condition does not hold', async () => {
    await write(alone({}, { idempotency: mark(aggregateId) }), soon());
    const before = await count();
    const changes = pair(0, 1);
    expect(await write({ changes, idempotency: mark(aggregateId) }, soon())).toBe('duplicate-request');
    const gone = {
      TableName: 'Quotes',
      Key: { quoteId: { S: 'no-such' } },
      ConditionExpression: 'attribute_exists(quoteId)',
    };
    expect(await write({ changes, conditions: [gone] }, soon())).toBe('condition-failed');
    expect(await count()).toBe(before);
  });

  test('of which each would bind the same quote bind it once', async () => {
    await write(alone(), soon());
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, number) => {
        const [policy, ...quote] = pair(0, 1);
        const changes = [{ ...policy, aggregateId: `${policyId()}-${number}` }, ...quote] as const;
        return write({ changes }, soon());
      }),
    );
    expect(outcomes.filter((outcome) => outcome === 'committed')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'version-conflict')).toHaveLength(9);
  });
});
