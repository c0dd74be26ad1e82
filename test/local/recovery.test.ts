import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeContinuousBackupsCommand,
  DynamoDBClient,
  PutItemCommand,
  RestoreTableToPointInTimeCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { restore } from '../../infra/operator/restoring.ts';
import { type Services, startServices, tableArn } from '../support/services.ts';

const [LEDGER, KEYS, FORGETTING] = ['local-data-Ledger00000000', 'local-data-Keys00000000', 'forgetting'];

let services: Services;
let dynamodb: DynamoDBClient;

beforeAll(async () => {
  services = await startServices();
  await addTable(LEDGER, 'aggregateId');
  await addTable(KEYS, 'subjectId');
  await addTable(FORGETTING, 'id');
  services.history?.keep(LEDGER, 35);
  services.history?.keep(KEYS, 1);
  dynamodb = new DynamoDBClient(services.as(['dynamodb:*', '*']));
});
afterAll(() => services?.close());

function addTable(name: string, key: string): Promise<void> {
  return services.addTable({
    name,
    keySchema: [{ AttributeName: key, KeyType: 'HASH' }],
    attributeDefinitions: [{ AttributeName: key, AttributeType: 'S' }],
  });
}

function put(TableName: string, item: Record<string, string>) {
  const texts = Object.entries(item).map(([name, text]) => [name, { S: text }]);
  return dynamodb.send(new PutItemCommand({ TableName, Item: Object.fromEntries(texts) }));
}

/** An instant before which all is that was awaited so far, and after which all is that follows. */
async function instant(): Promise<Date> {
  await sleep(5);
  const at = new Date();
  await sleep(5);
  return at;
}

function restoreTable(source: string, target: string, at: Date, client = dynamodb) {
  const names = { SourceTableName: source, TargetTableName: target };
  return client.send(new RestoreTableToPointInTimeCommand({ ...names, RestoreDateTime: at }));
}

describe('point-in-time recovery', () => {
  it('gives a table as it was at an instant: items since changed, added and removed', async () => {
    await put(LEDGER, { aggregateId: 'a', text: 'first' });
    const at = await instant();
    await put(LEDGER, { aggregateId: 'a', text: 'second' });
    await put(LEDGER, { aggregateId: 'b', text: 'later' });

    await restoreTable(LEDGER, 'restored', at);

    const { Items: items } = await dynamodb.send(new ScanCommand({ TableName: 'restored' }));
    expect(items).toEqual([{ aggregateId: { S: 'a' }, text: { S: 'first' } }]);
  });

  it('says how far back it reaches', async () => {
    const describe = new DescribeContinuousBackupsCommand({ TableName: KEYS });
    const { ContinuousBackupsDescription: description } = await dynamodb.send(describe);
    const recovery = description?.PointInTimeRecoveryDescription;
    expect(recovery).toMatchObject({ PointInTimeRecoveryStatus: 'ENABLED', RecoveryPeriodInDays: 1 });
    expect(recovery?.EarliestRestorableDateTime?.getTime()).toBeLessThanOrEqual(Date.now());
  });

  it.each([
    ['InvalidRestoreTimeException', LEDGER, 'early', new Date(0)],
    ['InvalidRestoreTimeException', LEDGER, 'late', new Date(Date.now() + 86_400_000)],
    ['PointInTimeRecoveryUnavailableException', FORGETTING, 'never', new Date()],
    ['TableNotFoundException', 'nowhere', 'nothing', new Date()],
  ])('is refused by %s: %s as %s', async (name, source, target, at) => {
    await expect(restoreTable(source, target, at)).rejects.toMatchObject({ name });
  });

  it('never fills a table that is there', async () => {
    const again = restoreTable(LEDGER, LEDGER, new Date());
    await expect(again).rejects.toMatchObject({ name: 'TableAlreadyExistsException' });
  });

  it('wants the rights on what is restored, and on what is filled', async () => {
    const source = new DynamoDBClient(services.as(['dynamodb:*', tableArn(LEDGER)]));
    await expect(restoreTable(LEDGER, 'mine', new Date(), source)).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });

  it('forgets what is older than it reaches back, but not what still is', async () => {
    await put(KEYS, { subjectId: 'kept' });
    services.history?.expire();
    expect(services.history?.itemsAt(KEYS, Date.now())).toHaveLength(1);

    services.history?.keep(LEDGER, 0);
    services.history?.expire();
    const now = services.history?.itemsAt(LEDGER, Date.now()) ?? [];
    expect(now.map((item) => JSON.parse(item).text.S).sort()).toEqual(['later', 'second']);
    expect(services.history?.itemsAt(LEDGER, Date.now() - 60_000)).toEqual([]);
  });
});

it('who was erased since is not brought back', async () => {
  await put(KEYS, { subjectId: 'cus_gone', wrapped: 'key' });
  await put(KEYS, { subjectId: 'cus_there', wrapped: 'key' });
  const at = await instant();
  const events = [{ type: 'customer.erasure-requested', data: { customerId: 'cus_gone' } }];
  await put(LEDGER, { aggregateId: 'cus_gone', events: JSON.stringify(events) });
  services.history?.forget(LEDGER);
  await emptyKeys();

  const restored: object[] = [];
  const restoring = { stage: 'local', at, tables: ['Keys'], overwrite: false };
  await restore(dynamodb, restoring, (one) => restored.push(one));

  expect(restored).toMatchObject([{ id: 'Keys', restored: 2, forgotten: 1 }]);
  const { Items: items = [] } = await dynamodb.send(new ScanCommand({ TableName: KEYS }));
  expect(items.map(({ subjectId }) => subjectId?.S).sort()).toEqual(['cus_there', 'kept']);
});

/** Straight at the database: a role has no such right on keys that it is to restore. */
async function emptyKeys(): Promise<void> {
  for (const subjectId of ['cus_gone', 'cus_there', 'kept']) {
    const body = JSON.stringify({ TableName: KEYS, Key: { subjectId: { S: subjectId } } });
    await services.forward('DynamoDB_20120810.DeleteItem', body);
  }
}
