import { type DynamoDBClient, ScanCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Write } from '../../functions/platform/commit.ts';
import { destroyKey, destroyPersonKey, markRestricted } from '../../functions/platform/kept-key.ts';
import { type Platform, startPlatform, VAULT_TABLES } from '../support/platform.ts';

let platform: Platform;
let client: DynamoDBClient;
let vault: typeof import('../../functions/platform/vault.ts');
let keys: typeof import('../../functions/platform/subject-key.ts');
let customerId: string;
let witnessId: string;

beforeAll(async () => {
  platform = await startPlatform(VAULT_TABLES);
  client = platform.client;
  vault = await import('../../functions/platform/vault.ts');
  keys = await import('../../functions/platform/subject-key.ts');
});
beforeEach(async () => {
  [customerId, witnessId] = [`cus_${crypto.randomUUID()}`, `pty_${crypto.randomUUID()}`];
  const customer = await keys.newSubjectKey(customerId);
  const witness = await keys.newPersonKey(witnessId);
  await write(
    ...[customer.write, witness.write],
    vault.keep(customer.key, { recordId: 'loss', content: { description: 'Hail.' } }),
    vault.keep(customer.key, { recordId: 'note', content: { text: 'Called.' } }),
    vault.keep(witness.key, { recordId: 'said', content: { name: 'Wim Claes' } }),
  );
});
afterAll(() => platform.close());

const write = (...writes: Write[]) => client.send(new TransactWriteItemsCommand({ TransactItems: writes }));
const all = () => [
  { subjectId: customerId, recordIds: ['loss', 'note', 'loss', 'other'] },
  { subjectId: witnessId, recordIds: ['said'] },
];
const loss = { description: 'Hail.' };
const records = new Map<string, object>([
  ['loss', loss],
  ['note', { text: 'Called.' }],
]);
const witness = { records: new Map([['said', { name: 'Wim Claes' }]]), restricted: false };

test('several persons are read at once, each under a key of their own', async () => {
  expect(await vault.readSubjects(all())).toEqual(
    new Map<string, object>([
      [customerId, { records, restricted: false }],
      [witnessId, witness],
    ]),
  );
});

test('who has processing restricted restricts nobody else', async () => {
  await write(markRestricted(customerId, true));
  const read = await vault.readSubjects(all());
  expect(read.get(customerId)?.restricted).toBe(true);
  expect(read.get(witnessId)?.restricted).toBe(false);
});

test('to erase one of them leaves the other', async () => {
  await write(destroyKey(customerId, { policies: 1, claims: 0 }));
  expect(await vault.readSubjects(all())).toEqual(new Map([[witnessId, witness]]));
});

test('somebody who is no customer is erased by themselves, and may be again', async () => {
  await write(destroyPersonKey(witnessId));
  await write(destroyPersonKey(witnessId));
  expect([...(await vault.readSubjects(all())).keys()]).toEqual([customerId]);
  const { Items: items = [] } = await client.send(new ScanCommand({ TableName: 'Vault' }));
  expect(items.map(({ subjectId }) => subjectId?.S)).toContain(witnessId);
});

test('a customer is not erased as if they were nobody’s customer', async () => {
  const erased = write(destroyPersonKey(customerId));
  await expect(erased).rejects.toMatchObject({ name: 'TransactionCanceledException' });
  expect((await vault.readRecords(customerId, ['loss'])).records.get('loss')).toEqual(loss);
});

test('a person gets a key once', async () => {
  const { write: again } = await keys.newPersonKey(witnessId);
  await expect(write(again)).rejects.toMatchObject({ name: 'TransactionCanceledException' });
});
