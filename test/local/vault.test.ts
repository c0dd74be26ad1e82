import { type DynamoDBClient, ScanCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Write } from '../../functions/platform/commit.ts';
import { destroyKey, markRestricted } from '../../functions/platform/kept-key.ts';
import type { SubjectKey } from '../../functions/platform/subject-key.ts';
import type { VaultRecord } from '../../functions/platform/vault.ts';
import { type Platform, startPlatform, VAULT_TABLES } from '../support/platform.ts';

let platform: Platform;
let client: DynamoDBClient;
let vault: typeof import('../../functions/platform/vault.ts');
let keys: typeof import('../../functions/platform/subject-key.ts');
let subject: typeof import('../../functions/platform/vault-subject.ts');
let plates: typeof import('../../functions/platform/plate-index.ts');
/** Of a quote: no customer. */
let subjectId: string;
let temporary: SubjectKey;
let customerId: string;
let customer: SubjectKey;

beforeAll(async () => {
  platform = await startPlatform(VAULT_TABLES);
  client = platform.client;
  vault = await import('../../functions/platform/vault.ts');
  keys = await import('../../functions/platform/subject-key.ts');
  subject = await import('../../functions/platform/vault-subject.ts');
  plates = await import('../../functions/platform/plate-index.ts');
});
beforeEach(async () => {
  subjectId = `quo_${crypto.randomUUID()}`;
  temporary = await keys.temporaryKey(subjectId);
  customerId = `cus_${crypto.randomUUID()}`;
  const made = await keys.newSubjectKey(customerId);
  customer = made.key;
  await write(made.write);
});
afterAll(() => platform.close());

const write = (...writes: Write[]) => client.send(new TransactWriteItemsCommand({ TransactItems: writes }));
const keep = (key: SubjectKey, record: VaultRecord) => write(vault.keep(key, record));
const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;
const content = { givenName: 'Anna', address: { line1: 'Korenmarkt 1', city: 'Gent' }, level: 2 };

describe('a record of a quote', () => {
  test('is read as it was kept', async () => {
    await keep(temporary, { recordId: 'risk', content });
    expect(await vault.readRecord(subjectId, 'risk')).toEqual(content);
  });

  test('is found under its subject alone', async () => {
    await keep(temporary, { recordId: 'risk', content });
    expect(await vault.readRecord('quo_other', 'risk')).toBeUndefined();
    expect(await vault.readRecord(subjectId, 'other')).toBeUndefined();
  });

  test('is never changed', async () => {
    await keep(temporary, { recordId: 'risk', content });
    const again = keep(temporary, { recordId: 'risk', content: { givenName: 'Ben' } });
    await expect(again).rejects.toMatchObject({ name: 'TransactionCanceledException' });
    expect(await vault.readRecord(subjectId, 'risk')).toEqual(content);
  });

  test('is gone once it is forgotten, and forgetting what is not there does no harm', async () => {
    await keep(temporary, { recordId: 'risk', content });
    await write(vault.forget(subjectId, 'risk'), vault.forget(subjectId, 'other'));
    expect(await vault.readRecord(subjectId, 'risk')).toBeUndefined();
  });

  test('is absent once its time is up, although it is still there', async () => {
    await write(
      vault.keep(temporary, { recordId: 'past', content, expiresAt: inSeconds(-1) }),
      vault.keep(temporary, { recordId: 'now', content, expiresAt: inSeconds(0) }),
      vault.keep(temporary, { recordId: 'later', content, expiresAt: inSeconds(60) }),
    );
    expect(await vault.readRecord(subjectId, 'past')).toBeUndefined();
    expect(await vault.readRecord(subjectId, 'now')).toBeUndefined();
    expect(await vault.readRecord(subjectId, 'later')).toEqual(content);
    const records = await vault.readTemporary(subjectId, ['past', 'now', 'later', 'later', 'other']);
    expect(records).toEqual(new Map([['later', content]]));
    const { Items: items = [] } = await client.send(new ScanCommand({ TableName: 'Vault' }));
    expect(items.map(({ recordId }) => recordId?.S)).toContain('past');
  });
});

describe('records of a customer', () => {
  const read = (recordIds: string[]) => vault.readRecords(customerId, recordIds);

  test('are read at once by their ids, each once; what is not there is left out', async () => {
    await keep(customer, { recordId: 'rec_1', content: { is: 1 } });
    await keep(customer, { recordId: 'rec_2', content: { is: 2 } });
    await keep(temporary, { recordId: `${customerId}-3`, content: { is: 3 } });
    expect(await read(['rec_2', 'rec_1', 'rec_2', `${customerId}-3`])).toEqual({
      records: new Map([
        ['rec_1', { is: 1 }],
        ['rec_2', { is: 2 }],
      ]),
      restricted: false,
    });
    expect(await read([])).toEqual({ records: new Map(), restricted: false });
  });

  test('are read however many they are', async () => {
    const ids = Array.from({ length: 230 }, (_, number) => `rec_${number}`);
    for (let start = 0; start < ids.length; start += 100) {
      const batch = ids.slice(start, start + 100);
      await write(...batch.map((recordId) => vault.keep(customer, { recordId, content: { recordId } })));
    }
    expect((await read(ids)).records.size).toBe(230);
  });

  test('say that processing is restricted for as long as it is', async () => {
    await keep(customer, { recordId: 'rec_1', content });
    for (const restricted of [true, false]) {
      await write(markRestricted(customerId, restricted));
      expect(await read(['rec_1'])).toEqual({ records: new Map([['rec_1', content]]), restricted });
    }
  });

  test('are nothing once the key is destroyed, although they are still there', async () => {
    await keep(customer, { recordId: 'rec_1', content });
    await write(destroyKey(customerId, { policies: 1, claims: 0 }));
    expect(await read(['rec_1'])).toEqual({ records: new Map(), restricted: false });
    const { Items: items = [] } = await client.send(new ScanCommand({ TableName: 'Vault' }));
    expect(items.map((item) => item.subjectId?.S)).toContain(customerId);
  });

  test.each([
    ['under the key of another customer', 'another'],
    ['for another record', 'moved'],
  ])('do not open where they were sealed %s', async (_how, recordId) => {
    const other = await keys.newSubjectKey('cus_other');
    const foreign = vault.keep({ ...other.key, subjectId: customerId }, { recordId: 'another', content });
    const moved = vault.keep(customer, { recordId: 'rec_1', content });
    if ('Put' in moved && moved.Put.Item) moved.Put.Item.recordId = { S: 'moved' };
    await write(foreign, moved);
    await expect(read([recordId])).rejects.toThrow('a sealed value does not open');
  });
});

describe('policies of a plate', () => {
  const recordOf = async (policyId: string, plate: string, partnerId = 'broker') =>
    vault.keep(customer, {
      recordId: `rec_${crypto.randomUUID()}`,
      content: { plate },
      plate: { plateKey: await plates.plateKeyOf(partnerId, plate), policyId },
    });
  const insure = async (...vehicle: Parameters<typeof recordOf>) => write(await recordOf(...vehicle));

  test('are found newest first, each once, however the plate is written', async () => {
    for (const [policyId, plate] of [
      ['pol_1', '1-ABC-234'],
      ['pol_3', '1abc234'],
      ['pol_2', '1 ABC.234'],
      ['pol_3', '1-ABC-234'],
      ['pol_4', '1-ABC-235'],
    ] as const) {
      await insure(policyId, plate);
    }
    for (const plate of ['1-ABC-234', '1abc 234', '1.a-b c234']) {
      expect(await plates.policiesByPlate('broker', plate)).toEqual(['pol_3', 'pol_2', 'pol_1']);
    }
    expect(await plates.policiesByPlate('broker', '1-ABC-2345')).toEqual([]);
  });

  test('are found behind a policy whose vehicle has more records than a page', async () => {
    const records = await Promise.all(Array.from({ length: 120 }, () => recordOf('pol_9', '4-OFT-1')));
    await write(...records.slice(20));
    await write(...records.slice(0, 20), await recordOf('pol_1', '4-OFT-1'));
    expect(await plates.policiesByPlate('broker', '4-OFT-1')).toEqual(['pol_9', 'pol_1']);
  });

  test('are a hundred at most', async () => {
    const ids = Array.from({ length: 150 }, (_, number) => `pol_${100 + number}`);
    // Two records of each, but one of the last: a page ends between two policies' first records.
    const twice = [...ids, ...ids.slice(0, -1)];
    const records = await Promise.all(twice.map((policyId) => recordOf(policyId, '5-ALL-1')));
    for (let start = 0; start < records.length; start += 100)
      await write(...records.slice(start, start + 100));
    const found = await plates.policiesByPlate('broker', '5-ALL-1');
    expect(found).toEqual(ids.reverse().slice(0, 100));
  });

  test('are found for their partner alone', async () => {
    await insure('pol_1', '2-XYZ-1', 'broker');
    await insure('pol_2', '2-XYZ-1', 'aggregator');
    expect(await plates.policiesByPlate('broker', '2-XYZ-1')).toEqual(['pol_1']);
    expect(await plates.policiesByPlate('reader', '2-XYZ-1')).toEqual([]);
  });

  test('are found no more once the record is forgotten', async () => {
    const record = await recordOf('pol_1', '3-DEL-1');
    await write(record);
    expect(await plates.policiesByPlate('broker', '3-DEL-1')).toEqual(['pol_1']);
    const recordId = ('Put' in record && record.Put.Item?.recordId?.S) || '';
    await write(vault.forget(customerId, recordId));
    expect(await plates.policiesByPlate('broker', '3-DEL-1')).toEqual([]);
  });
});

test('what lies in the tables tells nothing of what it is', async () => {
  const plateKey = await plates.plateKeyOf('broker', '1-SEC-1');
  await keep(customer, {
    recordId: 'rec_1',
    content: { plate: '1-SEC-1' },
    plate: { plateKey, policyId: 'pol_1' },
  });
  for (const table of ['Vault', 'Keys']) {
    const { Items: items } = await client.send(new ScanCommand({ TableName: table }));
    const text = JSON.stringify(items);
    for (const value of ['Anna', 'Korenmarkt', '1-SEC-1', '1SEC1']) {
      expect(text).not.toContain(value);
      expect(text).not.toContain(Buffer.from(value).toString('base64').slice(0, -2));
    }
  }
});

describe('all that is kept of a subject', () => {
  const ids = Array.from({ length: 60 }, (_, number) => `rec_${100 + number}`);
  const keepAll = async (key: SubjectKey) =>
    write(...ids.map((recordId) => vault.keep(key, { recordId, content: { recordId } })));
  const listed = async (iterable: AsyncIterable<unknown>) => {
    const all: unknown[] = [];
    for await (const one of iterable) all.push(one);
    return all;
  };

  test('is read with its key', async () => {
    await keepAll(customer);
    await keep(customer, { recordId: 'past', content, expiresAt: inSeconds(-1) });
    expect(await listed(subject.recordsOf(customerId))).toEqual(
      ids.map((recordId) => ({ recordId, content: { recordId } })),
    );
  });

  test('is named and forgotten without it, and of nobody else', async () => {
    await keepAll(customer);
    await keep(temporary, { recordId: 'risk', content });
    await write(destroyKey(customerId, { policies: 1, claims: 0 }));
    expect(await listed(subject.recordsOf(customerId))).toEqual([]);
    expect(await listed(subject.recordIdsOf(customerId))).toEqual(ids);
    expect(await subject.forgetAll(customerId)).toBe(60);
    expect(await listed(subject.recordIdsOf(customerId))).toEqual([]);
    expect(await subject.forgetAll(customerId)).toBe(0);
    expect(await vault.readRecord(subjectId, 'risk')).toEqual(content);
  });
});
