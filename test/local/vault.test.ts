import { type DynamoDBClient, ScanCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Write } from '../../functions/platform/commit.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

let platform: Platform;
let client: DynamoDBClient;
let vault: typeof import('../../functions/platform/vault.ts');
let subjectId: string;

beforeAll(async () => {
  platform = await startPlatform({
    Vault: {
      variable: 'VAULT_TABLE',
      keys: ['subjectId', 'recordId'],
      indexes: { plate: ['plateKey', 'policyId'] },
    },
  });
  client = platform.client;
  vault = await import('../../functions/platform/vault.ts');
});
beforeEach(() => {
  subjectId = `cus_${crypto.randomUUID()}`;
});
afterAll(() => platform.close());

const write = (...writes: Write[]) => client.send(new TransactWriteItemsCommand({ TransactItems: writes }));
const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

describe('a record', () => {
  const content = { givenName: 'Anna', address: { line1: 'Korenmarkt 1', city: 'Gent' }, level: 2 };

  test('is read as it was kept', async () => {
    await write(vault.keep({ subjectId, recordId: 'rec_1', content }));
    expect(await vault.readRecord(subjectId, 'rec_1')).toEqual(content);
  });

  test('is found under its subject alone', async () => {
    await write(vault.keep({ subjectId, recordId: 'rec_1', content }));
    expect(await vault.readRecord('cus_other', 'rec_1')).toBeUndefined();
    expect(await vault.readRecord(subjectId, 'rec_2')).toBeUndefined();
  });

  test('is never changed', async () => {
    await write(vault.keep({ subjectId, recordId: 'rec_1', content }));
    const again = write(vault.keep({ subjectId, recordId: 'rec_1', content: { givenName: 'Ben' } }));
    await expect(again).rejects.toMatchObject({ name: 'TransactionCanceledException' });
    expect(await vault.readRecord(subjectId, 'rec_1')).toEqual(content);
  });

  test('is gone once it is forgotten, and forgetting what is not there does no harm', async () => {
    await write(vault.keep({ subjectId, recordId: 'rec_1', content }));
    await write(vault.forget(subjectId, 'rec_1'), vault.forget(subjectId, 'rec_2'));
    expect(await vault.readRecord(subjectId, 'rec_1')).toBeUndefined();
  });

  test('is absent once its time is up, although it is still there', async () => {
    await write(
      vault.keep({ subjectId, recordId: 'past', content, expiresAt: inSeconds(-1) }),
      vault.keep({ subjectId, recordId: 'now', content, expiresAt: inSeconds(0) }),
      vault.keep({ subjectId, recordId: 'later', content, expiresAt: inSeconds(60) }),
    );
    expect(await vault.readRecord(subjectId, 'past')).toBeUndefined();
    expect(await vault.readRecord(subjectId, 'now')).toBeUndefined();
    expect(await vault.readRecord(subjectId, 'later')).toEqual(content);
    const records = await vault.readRecords(subjectId, ['past', 'now', 'later']);
    expect([...records.keys()]).toEqual(['later']);
    const { Items: items = [] } = await client.send(new ScanCommand({ TableName: 'Vault' }));
    expect(items.map(({ recordId }) => recordId?.S)).toContain('past');
  });
});

describe('several records', () => {
  test('are read at once by their ids, each once; what is not there is left out', async () => {
    await write(
      vault.keep({ subjectId, recordId: 'rec_1', content: { is: 1 } }),
      vault.keep({ subjectId, recordId: 'rec_2', content: { is: 2 } }),
      vault.keep({ subjectId: 'cus_other', recordId: `${subjectId}-3`, content: { is: 3 } }),
    );
    const wanted = ['rec_2', 'rec_1', 'rec_2', `${subjectId}-3`];
    expect(await vault.readRecords(subjectId, wanted)).toEqual(
      new Map([
        ['rec_1', { is: 1 }],
        ['rec_2', { is: 2 }],
      ]),
    );
    expect(await vault.readRecords(subjectId, [])).toEqual(new Map());
  });

  test('are read however many they are', async () => {
    const ids = Array.from({ length: 230 }, (_, number) => `rec_${number}`);
    for (let start = 0; start < ids.length; start += 100) {
      const batch = ids.slice(start, start + 100);
      await write(...batch.map((recordId) => vault.keep({ subjectId, recordId, content: { recordId } })));
    }
    expect((await vault.readRecords(subjectId, ids)).size).toBe(230);
  });
});

describe('policies of a plate', () => {
  const insure = (policyId: string, plate: string, partnerId = 'broker') =>
    write(
      vault.keep({
        subjectId,
        recordId: `rec_${crypto.randomUUID()}`,
        content: { plate },
        plate: { partnerId, plate, policyId },
      }),
    );

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
      expect(await vault.policiesByPlate('broker', plate)).toEqual(['pol_3', 'pol_2', 'pol_1']);
    }
    expect(await vault.policiesByPlate('broker', '1-ABC-2345')).toEqual([]);
  });

  const recordOf = (policyId: string, plate: string) =>
    vault.keep({
      subjectId,
      recordId: `rec_${crypto.randomUUID()}`,
      content: {},
      plate: { partnerId: 'broker', plate, policyId },
    });

  test('are found behind a policy whose vehicle has more records than a page', async () => {
    const records = Array.from({ length: 120 }, () => recordOf('pol_9', '4-OFT-1'));
    await write(...records.slice(20));
    await write(...records.slice(0, 20), recordOf('pol_1', '4-OFT-1'));
    expect(await vault.policiesByPlate('broker', '4-OFT-1')).toEqual(['pol_9', 'pol_1']);
  });

  test('are a hundred at most', async () => {
    const ids = Array.from({ length: 150 }, (_, number) => `pol_${100 + number}`);
    // Two records of each, but one of the last: a page ends between two policies' first records.
    const records = [...ids, ...ids.slice(0, -1)].map((policyId) => recordOf(policyId, '5-ALL-1'));
    for (let start = 0; start < records.length; start += 100)
      await write(...records.slice(start, start + 100));
    const found = await vault.policiesByPlate('broker', '5-ALL-1');
    expect(found).toEqual(ids.reverse().slice(0, 100));
  });

  test('are found for their partner alone', async () => {
    await insure('pol_1', '2-XYZ-1', 'broker');
    await insure('pol_2', '2-XYZ-1', 'aggregator');
    expect(await vault.policiesByPlate('broker', '2-XYZ-1')).toEqual(['pol_1']);
    expect(await vault.policiesByPlate('reader', '2-XYZ-1')).toEqual([]);
  });

  test('are found no more once the record is forgotten', async () => {
    const plate = { partnerId: 'broker', plate: '3-DEL-1', policyId: 'pol_1' };
    await write(vault.keep({ subjectId, recordId: 'rec_1', content: {}, plate }));
    expect(await vault.policiesByPlate('broker', '3-DEL-1')).toEqual(['pol_1']);
    await write(vault.forget(subjectId, 'rec_1'));
    expect(await vault.policiesByPlate('broker', '3-DEL-1')).toEqual([]);
  });
});
