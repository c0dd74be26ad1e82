import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Due, Job } from '../../functions/platform/due.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

const NOW = '2026-06-01T00:00:00.000Z';
const PER_SHARD = 10;

let platform: Platform;
let client: DynamoDBClient;
let due: typeof import('../../functions/platform/due.ts');
let keyPrefix: string;
let lines: Record<string, unknown>[];

beforeAll(async () => {
  platform = await startPlatform({
    Things: { variable: 'THINGS_TABLE', keys: ['thingId'], indexes: { due: ['dueKey', 'dueAt'] } },
  });
  vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'job');
  client = platform.client;
  due = await import('../../functions/platform/due.ts');
});
afterAll(() => platform.close());
beforeEach(() => {
  keyPrefix = crypto.randomUUID();
  lines = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(JSON.parse(String(text)));
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

/** The instant so many seconds after the first that anything is due at. */
const dueFrom = (seconds: number) => new Date(Date.parse('2026-01-01') + seconds * 1_000).toISOString();

async function put(thingId: string, shard: number, dueAt: string): Promise<void> {
  const Item = { thingId: { S: thingId }, dueKey: { S: `${keyPrefix}#${shard}` }, dueAt: { S: dueAt } };
  await client.send(new PutItemCommand({ TableName: 'Things', Item }));
}

/** Puts so many things into a shard, one due a second after the other; gives their ids. */
async function fill(shard: number, many: number): Promise<string[]> {
  const ids = Array.from({ length: many }, (_, number) => `${keyPrefix}-${shard}-${number}`);
  await Promise.all(ids.map((id, number) => put(id, shard, dueFrom(number))));
  return ids;
}

function pages(spread: { shards?: number } = {}) {
  const keys = { idName: 'thingId', keyName: 'dueKey', keyPrefix, atName: 'dueAt' };
  return due.pagesDue({ table: 'Things', index: 'due', ...keys, ...spread }, NOW, PER_SHARD);
}

async function read(spread?: { shards: number }): Promise<Due[][]> {
  const all: Due[][] = [];
  for await (const page of pages(spread)) all.push(page);
  return all;
}

describe('what is due', () => {
  test('comes to its end, the longest overdue of every shard first', async () => {
    const [long, short, last] = [await fill(0, 25), await fill(3, 2), await fill(7, 11)];

    const all = (await read()).map((page) => page.map(({ id }) => id));

    expect(all).toEqual([
      [...long.slice(0, 10), ...short, ...last.slice(0, 10)],
      [...long.slice(10, 20), ...last.slice(10)],
      long.slice(20),
    ]);
  });

  test('is what was due by then, and since when', async () => {
    await put(`${keyPrefix}-past`, 1, NOW);
    await put(`${keyPrefix}-future`, 1, '2026-06-01T00:00:00.001Z');
    expect(await read()).toEqual([[{ id: `${keyPrefix}-past`, at: NOW }]]);
  });

  test('comes once, although it moves to the back of the index', async () => {
    const ids = await fill(2, 12);
    const met: string[] = [];
    for await (const page of pages()) {
      met.push(...page.map(({ id }) => id));
      if (met.length <= PER_SHARD) await Promise.all(met.map((id) => put(id, 2, dueFrom(1_000))));
    }
    expect(met).toEqual(ids);
  });

  test('comes by turns from as many shards as an index has, never of all at once', async () => {
    const [first, later, last] = [await fill(0, 12), await fill(100, 11), await fill(511, 1)];

    const all = (await read({ shards: 512 })).map((page) => page.map(({ id }) => id));

    expect(all.slice(0, 3)).toEqual([first.slice(0, 10), later.slice(0, 10), last]);
    expect(all.slice(3).flat()).toEqual([...first.slice(10), ...later.slice(10)]);
  });

  test('may be nothing', async () => {
    expect(await read()).toEqual([]);
  });
});

describe('a run', () => {
  const run = (attempt: Job['attempt'], more: Pick<Job, 'unnamed'> = {}) =>
    due.workOff(pages(), { attempt, failure: 'ExpiryFailed', deadline: Date.now() + 60_000, ...more });
  const said = (name: string) => lines.flatMap((line) => (name in line ? [line[name]] : []));
  const ageOf = (instant: string) => (Date.now() - Date.parse(instant)) / 1_000;

  test('gets past those at the head that cannot be done, and tries each once', async () => {
    const ids = await fill(4, 25);
    const stuck = new Set([...ids.slice(0, 5), ids[20]]);
    const idle = new Set(ids.slice(5, 15));
    const tried: string[] = [];

    const done = await run(async (id) => {
      tried.push(id);
      if (stuck.has(id)) throw new TypeError('anna@example.com');
      return !idle.has(id);
    });

    expect(tried).toEqual(ids);
    expect(done).toBe(25 - stuck.size - idle.size);
    expect(said('ExpiryFailed')).toEqual([...stuck].map(() => 1));
    const errors = lines.filter(({ level }) => level === 'ERROR');
    expect(errors.map(({ id }) => id)).toEqual([...stuck]);
    expect(JSON.stringify(errors)).not.toContain('anna');
  });

  test('names nothing that it could not do where its ids are pseudonyms', async () => {
    const [id] = await fill(4, 1);
    const fail = async () => {
      throw new TypeError('not now');
    };
    await run(fail, { unnamed: true });
    const errors = lines.filter(({ level }) => level === 'ERROR');
    expect(errors.map(({ error }) => error)).toMatchObject([{ error: 'TypeError' }]);
    expect(JSON.stringify(lines)).not.toContain(id);
  });

  test('says how long the oldest has been due that is left', async () => {
    const ids = await fill(5, 3);
    await run(async (id) => id === ids[0]);
    const [seconds] = said('OldestDue') as [number];
    expect(Math.abs(seconds - ageOf(dueFrom(1)))).toBeLessThan(1);
    const { _aws: metrics, FunctionName } = lines.find((line) => 'OldestDue' in line) ?? {};
    expect(FunctionName).toBe('job');
    expect(JSON.stringify(metrics)).toContain('{"Name":"OldestDue","Unit":"Seconds"}');
  });

  test('that did everything says that nothing is left', async () => {
    await fill(6, 3);
    expect(await run(async () => true)).toBe(3);
    expect(said('OldestDue')).toEqual([0]);
  });

  test('takes on nothing after its deadline, and says how long that has been due', async () => {
    await fill(1, 12);
    const job = {
      failure: 'ExpiryFailed' as const,
      deadline: Date.now() + 60_000,
      attempt: async () => {
        job.deadline = 0;
        return true;
      },
    };
    expect(await due.workOff(pages(), job)).toBe(10);
    const [seconds] = said('OldestDue') as [number];
    expect(Math.abs(seconds - ageOf(dueFrom(PER_SHARD)))).toBeLessThan(1);
  });
});
