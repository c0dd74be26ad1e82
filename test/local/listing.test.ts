import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { ulid } from 'ulid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Platform, startPlatform } from '../support/platform.ts';

const TABLE = { table: 'Things', idName: 'thingId' };
const THIS_YEAR = new Date().getUTCFullYear();

let platform: Platform;
let client: DynamoDBClient;
let listing: typeof import('../../functions/platform/listing.ts');

beforeAll(async () => {
  platform = await startPlatform({
    Things: {
      variable: 'THINGS_TABLE',
      keys: ['thingId'],
      indexes: { listing: ['listingKey', 'thingId'] },
    },
  });
  client = platform.client;
  listing = await import('../../functions/platform/listing.ts');
});
afterAll(() => platform.close());

/** Makes a thing of a partner on a day of a year, and gives its id. */
async function make(partnerId: string, year = THIS_YEAR, dayOfYear = 0): Promise<string> {
  const createdAt = new Date(Date.UTC(year, 0, 1 + dayOfYear)).toISOString();
  const id = `thi_${ulid(Date.parse(createdAt))}`;
  const Item = {
    thingId: { S: id },
    doc: { S: JSON.stringify({ id }) },
    listingKey: { S: listing.listingKey(partnerId, createdAt, id) },
  };
  await client.send(new PutItemCommand({ TableName: 'Things', Item }));
  return id;
}

/** Follows a list to its end. */
async function pagesOf(partnerId: string, limit: number, since?: number): Promise<string[][]> {
  const pages: string[][] = [];
  for (let before: string | undefined; ; ) {
    const where = { ...TABLE, ...(since !== undefined && { since }) };
    const { ids, more } = await listing.listIds(where, partnerId, before, limit);
    pages.push(ids);
    if (!more) return pages;
    before = ids.at(-1);
  }
}

describe('a list', () => {
  test('has all of a partner, newest first, over pages, shards and the turn of the year', async () => {
    const made: string[] = [];
    for (let number = 0; number < 12; number++) made.push(await make('one', THIS_YEAR - 1, 100 + number));
    for (let number = 0; number < 11; number++) made.push(await make('one', THIS_YEAR, number));
    await make('another');

    const newestFirst = made.toReversed();
    const pages = await pagesOf('one', 5);
    expect(pages.map(({ length }) => length)).toEqual([5, 5, 5, 5, 3]);
    expect(pages.flat()).toEqual(newestFirst);
    expect(await pagesOf('one', 100)).toEqual([newestFirst]);
    expect(new Set(made.map(listing.shardOf)).size).toBeGreaterThan(2);
  });

  test('says that there is no more where the last page is full', async () => {
    for (let number = 0; number < 4; number++) await make('full');
    expect((await pagesOf('full', 2)).map(({ length }) => length)).toEqual([2, 2]);
    expect(await pagesOf('nobody', 2)).toEqual([[]]);
  });

  test('reaches back to the year before, or to the year that it is said to', async () => {
    const [older, old, recent] = [
      await make('old', THIS_YEAR - 5),
      await make('old', THIS_YEAR - 2),
      await make('old', THIS_YEAR - 1),
    ];
    expect(await pagesOf('old', 10)).toEqual([[recent]]);
    expect(await pagesOf('old', 10, THIS_YEAR - 2)).toEqual([[recent, old]]);
    expect(await pagesOf('old', 10, THIS_YEAR - 10)).toEqual([[recent, old, older]]);
    expect(await pagesOf('old', 10, THIS_YEAR + 10)).toEqual([[recent]]);
  });
});

describe('documents', () => {
  test('are read in the order of their ids; one that is not there is left out', async () => {
    const ids = [await make('docs'), await make('docs'), await make('docs')];
    const wanted = [ids[2], 'thi_none', ids[0], ids[1]].map(String);
    expect(await listing.readDocs('Things', 'thingId', wanted)).toEqual([
      { id: ids[2] },
      { id: ids[0] },
      { id: ids[1] },
    ]);
    expect(await listing.readDocs('Things', 'thingId', [])).toEqual([]);
  });

  test('are read however many they are', async () => {
    const ids = await Promise.all(Array.from({ length: 120 }, () => make('many')));
    const docs = await listing.readDocs<{ id: string }>('Things', 'thingId', ids);
    expect(docs.map(({ id }) => id)).toEqual(ids);
  });
});
