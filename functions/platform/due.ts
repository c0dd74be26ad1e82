import { QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Item } from './batch.ts';
import { type Instant, now } from './clock.ts';
import { dynamodb } from './dynamodb.ts';
import { SHARDS } from './listing.ts';
import { describeError, log } from './log.ts';
import { age, type CountName, count } from './metric.ts';

/** An index of what waits for a job, spread over shards, in each of which the longest overdue comes first. */
export interface DueIndex {
  table: string;
  index: string;
  /** Name of the table's key attribute. */
  idName: string;
  /** Name of the index's hash key, and what its values are before the shard: `due` of `due#3`. */
  keyName: string;
  keyPrefix: string;
  /** Name of the index's range key: the instant from which on something is due. */
  atName: string;
  /** How many shards it has, where the usual ones would be written to too often. */
  shards?: number;
}

/** So many shards are read at the same time: a page has as many times what is asked of each. */
const SHARDS_AT_ONCE = 32;

/** Something that is due. */
export interface Due {
  id: string;
  /** Since when. */
  at: Instant;
}

/**
 * All that is due by an instant, in pages: of each shard so many at a time, by turns, whatever becomes of those before.
 * What moves within the index meanwhile comes once all the same.
 */
export async function* pagesDue(index: DueIndex, by: Instant, perShard: number): AsyncGenerator<Due[]> {
  const seen = new Set<string>();
  let shards: Shard[] = Array.from({ length: index.shards ?? SHARDS }, (_, shard) => ({
    key: `${index.keyPrefix}#${shard}`,
  }));
  while (shards.length > 0) {
    const turn = shards.slice(0, SHARDS_AT_ONCE);
    const read = await Promise.all(turn.map((shard) => readShard(index, shard, by, perShard)));
    const page = read.flatMap(({ due }) => due).filter(({ id }) => !seen.has(id));
    for (const { id } of page) seen.add(id);
    if (page.length > 0) yield page;
    shards = [...shards.slice(SHARDS_AT_ONCE), ...read.flatMap(({ rest }) => rest ?? [])];
  }
}

/** A shard of an index, from after an item on. */
interface Shard {
  key: string;
  after?: Item;
}

async function readShard(
  { table, index, idName, keyName, atName }: DueIndex,
  { key, after }: Shard,
  by: Instant,
  limit: number,
): Promise<{ due: Due[]; rest: Shard | undefined }> {
  const { Items: items = [], LastEvaluatedKey: last } = await dynamodb.send(
    new QueryCommand({
      TableName: table,
      IndexName: index,
      KeyConditionExpression: '#key = :key AND #at <= :by',
      ExpressionAttributeNames: { '#key': keyName, '#at': atName },
      ExpressionAttributeValues: { ':key': { S: key }, ':by': { S: by } },
      Limit: limit,
      ...(after && { ExclusiveStartKey: after }),
    }),
  );
  const due = items.map((item) => ({ id: item[idName]?.S ?? '', at: item[atName]?.S ?? '' }));
  return { due, rest: last && { key, after: last } };
}

/** A job that does what is due, one thing at a time. */
export interface Job {
  /** Does what is due for an id; whether it was this run that did. */
  attempt(id: string): Promise<boolean>;
  /** What a thing is counted as that could not be done. */
  failure: CountName;
  /** When to take on no further page, in epoch milliseconds. */
  deadline: number;
  /** The ids are pseudonyms, which the log does not name: it would outlive what lies under them. */
  unnamed?: true;
}

/**
 * Tries each thing once, a page of them at a time, until none is left or the deadline has come; says how many were
 * done. One that fails keeps no other waiting: it is logged and counted, and tried again by the next run. How long
 * the oldest has been due of those that are left is said as a metric.
 */
export async function workOff(pages: AsyncIterable<readonly Due[]>, job: Job): Promise<number> {
  const left: Instant[] = [];
  let done = 0;
  for await (const page of pages) {
    if (Date.now() >= job.deadline) {
      // The first that were not come to: what is further back in its shard became due later.
      left.push(...page.map(({ at }) => at));
      break;
    }
    const outcomes = await Promise.all(page.map(({ id }) => isDone(id, job)));
    done += outcomes.filter(Boolean).length;
    left.push(...page.filter((_, index) => !outcomes[index]).map(({ at }) => at));
  }
  const [oldest] = left.sort();
  age('OldestDue', oldest === undefined ? 0 : (Date.parse(now()) - Date.parse(oldest)) / 1000);
  return done;
}

async function isDone(id: string, { attempt, failure, unnamed }: Job): Promise<boolean> {
  try {
    return await attempt(id);
  } catch (error) {
    count(failure, 1);
    log.error('what is due could not be done', { ...(!unnamed && { id }), error: describeError(error) });
    return false;
  }
}
