import { GetItemCommand, type Put } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../platform/batch.ts';
import type { Instant } from '../../platform/clock.ts';
import { type Due, type DueIndex, pagesDue } from '../../platform/due.ts';
import { dynamodb } from '../../platform/dynamodb.ts';
import { variable } from '../../platform/env.ts';
import type { Lookup } from '../../platform/lookup.ts';
import { currentRules } from '../catalogue.ts';
import { type Cursor, dueAt } from './cursor.ts';

/**
 * The index of what is due is spread over so many keys: 10,000 devices that move in it in the same second write some 40
 * times to each.
 */
const SHARDS = 512;

/** The letters of base64url, in which pseudonyms are written: each is six bits of chance. */
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const DAY_SECONDS = 24 * 60 * 60;

/** The cursor of a device, strongly consistent, or undefined where it has sent nothing. */
export async function findCursor(pseudonym: string): Promise<Cursor | undefined> {
  const { Item: item } = await dynamodb.send(
    new GetItemCommand({ TableName: table(), Key: { pseudonym: { S: pseudonym } }, ConsistentRead: true }),
  );
  return cursorIn(item);
}

/** The same as one of several lookups. */
export function findCursorAmong(pseudonym: string): Lookup<Cursor | undefined> {
  return { place: { table: table(), item: { pseudonym: { S: pseudonym } } }, read: cursorIn };
}

function cursorIn(item: Item | undefined): Cursor | undefined {
  if (item?.doc?.S === undefined) return undefined;
  const { pseudonym, version, doc } = item;
  return { pseudonym: pseudonym?.S, version: Number(version?.N), ...JSON.parse(doc.S) };
}

/** The write of a cursor, refused where it is not at the expected version any more. */
export function cursorPut(cursor: Cursor, expectedVersion: number): Put {
  const { pseudonym, version, ...doc } = cursor;
  return {
    TableName: table(),
    Item: {
      pseudonym: { S: pseudonym },
      version: { N: String(version) },
      doc: { S: JSON.stringify(doc) },
      expiresAt: { N: String(expiryOf(cursor)) },
      ...dueKeys(cursor),
    },
    ...(expectedVersion === 0
      ? { ConditionExpression: 'attribute_not_exists(pseudonym)' }
      : {
          ConditionExpression: 'version = :expected',
          ExpressionAttributeValues: { ':expected': { N: String(expectedVersion) } },
        }),
  };
}

/** Devices with trips that may be over by now, in pages of so many per shard; ids are pseudonyms. */
export function cursorsDue(by: Instant, perShard: number): AsyncIterable<Due[]> {
  const index: DueIndex = {
    table: table(),
    index: 'due',
    idName: 'pseudonym',
    keyName: 'dueKey',
    keyPrefix: 'due',
    atName: 'dueAt',
    shards: SHARDS,
  };
  return pagesDue(index, by, perShard);
}

function dueKeys(cursor: Cursor) {
  const due = dueAt(cursor, currentRules().rules);
  if (due === undefined) return {};
  return {
    dueKey: { S: `due#${shardOf(cursor.pseudonym)}` },
    dueAt: { S: new Date(due).toISOString() },
  };
}

function shardOf([first = '', second = '']: string): number {
  return (LETTERS.indexOf(first) * LETTERS.length + LETTERS.indexOf(second)) % SHARDS;
}

/** A device that sends nothing any more is forgotten with its trips. */
function expiryOf({ changedAt }: Cursor): number {
  return Math.ceil(changedAt / 1000) + currentRules().rules.retention.tripDays * DAY_SECONDS;
}

function table(): string {
  return variable('CURSORS_TABLE');
}
