import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHANGED_TABLES, changeOf, soon } from '../support/changes.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

let platform: Platform;
let ledger: typeof import('../../functions/platform/ledger.ts');

/** More than one answer of DynamoDB holds: that is 1 MB. */
const NOTE = 'x'.repeat(300_000);
const VERSIONS = [1, 2, 3, 4, 5];

beforeAll(async () => {
  platform = await startPlatform(CHANGED_TABLES);
  const { commit } = await import('../../functions/platform/commit.ts');
  ledger = await import('../../functions/platform/ledger.ts');
  for (const version of VERSIONS) {
    const events = [{ eventId: `evt_${version}`, type: 'quote.noted', data: { NOTE } }];
    const change = changeOf('quo_long', { expectedVersion: version - 1, events });
    expect(await commit({ changes: [change] }, soon())).toBe('committed');
  }
});
afterAll(() => platform.close());

const versionsOf = (entries: readonly { version: number }[]) => entries.map(({ version }) => version);

describe('the ledger of an aggregate', () => {
  test.each([0, 1, 4, 5, Number.MAX_SAFE_INTEGER])('is read up to version %i, oldest first', async (upTo) => {
    const entries = await ledger.readLedger('quo_long', upTo);
    expect(versionsOf(entries)).toEqual(VERSIONS.filter((version) => version <= upTo));
    expect(entries.every(({ events }) => events.length === 1)).toBe(true);
  });

  test('is read page by page from behind a version', async () => {
    expect(versionsOf(await ledger.readLedgerPage('quo_long', 0, 2))).toEqual([1, 2]);
    expect(versionsOf(await ledger.readLedgerPage('quo_long', 2, 2))).toEqual([3, 4]);
    expect(versionsOf(await ledger.readLedgerPage('quo_long', 4, 2))).toEqual([5]);
    expect(await ledger.readLedgerPage('quo_long', 5, 2)).toEqual([]);
    expect(await ledger.readLedgerPage('quo_none', 0, 2)).toEqual([]);
  });

  test('is read to its end page by page, although an answer may be short', async () => {
    const read: number[] = [];
    for (let entries = await ledger.readLedgerPage('quo_long', 0, 10); entries.length > 0; ) {
      read.push(...versionsOf(entries));
      entries = await ledger.readLedgerPage('quo_long', read.at(-1) ?? 0, 10);
    }
    expect(read).toEqual(VERSIONS);
  });
});
