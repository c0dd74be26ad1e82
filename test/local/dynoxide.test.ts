import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { startDynamoDb } from '../../infra/local/dynamodb/dynoxide.ts';
import type { TableDefinition } from '../../infra/local/dynamodb/tables.ts';
import { temporaryDirectory } from '../support/directories.ts';
import { type Services, startServices, tableArn } from '../support/services.ts';

const TABLE = 'Quotes';
const DEFINITION: TableDefinition = {
  name: TABLE,
  keySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  attributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  streamViewType: 'NEW_AND_OLD_IMAGES',
  ttlAttribute: 'expiresAt',
};

const running = new Set<Services>();
afterEach(async () => {
  await Promise.all([...running].map((services) => services.close()));
  running.clear();
});

async function start(dataDir = temporaryDirectory(), definition = DEFINITION) {
  const services = await startServices(dataDir);
  running.add(services);
  await services.addTable(definition);
  const client = new DynamoDBClient(services.as(['dynamodb:*', tableArn(TABLE)]));
  return { ...services, client };
}

async function stop(services: Services): Promise<void> {
  const [started] = [...running].filter(({ url }) => url === services.url);
  if (started) running.delete(started);
  await services.close();
}

const pidIn = (dataDir: string) => Number(readFileSync(join(dataDir, 'dynoxide.pid'), 'utf8'));
const put = (client: DynamoDBClient, id: string) =>
  client.send(new PutItemCommand({ TableName: TABLE, Item: { id: { S: id } } }));
const has = async (client: DynamoDBClient, id: string) =>
  (await client.send(new GetItemCommand({ TableName: TABLE, Key: { id: { S: id } } }))).Item !== undefined;

describe('what was acknowledged', () => {
  test('is there after a proper end', async () => {
    const first = await start();
    await put(first.client, '1');
    await stop(first);
    expect(await has((await start(first.dataDir)).client, '1')).toBe(true);
  });

  test('is there after a kill in the midst of writing', async () => {
    const said = vi.spyOn(console, 'error').mockReturnValue();
    onTestFinished(() => said.mockRestore());
    const first = await start();
    const impatient = new DynamoDBClient({ ...first.as(['dynamodb:*', tableArn(TABLE)]), maxAttempts: 1 });
    const acknowledged: string[] = [];
    const writing = Promise.allSettled(
      Array.from({ length: 200 }, async (_, index) => {
        const [one, two] = [`${index}-one`, `${index}-two`];
        const TransactItems = [one, two].map((id) => ({
          Put: { TableName: TABLE, Item: { id: { S: id } } },
        }));
        await impatient.send(new TransactWriteItemsCommand({ TransactItems }));
        acknowledged.push(one, two);
        if (acknowledged.length === 40) process.kill(pidIn(first.dataDir), 'SIGKILL');
      }),
    );
    await writing;
    expect(acknowledged.length).toBeLessThan(400);
    expect(said).toHaveBeenCalledWith(
      expect.objectContaining({ message: expect.stringContaining('SIGKILL') }),
    );
    await stop(first);
    const { client } = await start(first.dataDir);
    for (const id of acknowledged) expect(await has(client, id)).toBe(true);
    for (let index = 0; index < 200; index++) {
      expect(await has(client, `${index}-one`)).toBe(await has(client, `${index}-two`));
    }
  });
});

describe('a table', () => {
  test('keeps what it holds and gets its time to live, also if that was missing', async () => {
    const { ttlAttribute: _, ...withoutTtl } = DEFINITION;
    const first = await start(temporaryDirectory(), withoutTtl);
    await put(first.client, '1');
    await stop(first);
    const { client } = await start(first.dataDir);
    const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: TABLE }));
    expect(TimeToLiveDescription).toMatchObject({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' });
    expect(await has(client, '1')).toBe(true);
  });

  const index = (ProjectionType: string) => ({
    IndexName: 'byId',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    Projection: { ProjectionType },
  });

  test.each([
    [
      'key',
      {
        keySchema: [{ AttributeName: 'other', KeyType: 'HASH' }],
        attributeDefinitions: [{ AttributeName: 'other', AttributeType: 'S' }],
      },
    ],
    ['key type', { attributeDefinitions: [{ AttributeName: 'id', AttributeType: 'N' }] }],
    ['index', { globalSecondaryIndexes: [] }],
    ['projection', { globalSecondaryIndexes: [index('ALL')] }],
    ['stream', { streamViewType: 'NEW_IMAGE' }],
  ])('of another %s than the one that is there is refused', async (_, over) => {
    const there = { ...DEFINITION, globalSecondaryIndexes: [index('KEYS_ONLY')] };
    const { tables } = await start(temporaryDirectory(), there);
    await tables.ensure(there);
    await expect(tables.ensure({ ...there, ...over })).rejects.toThrow(
      'the table Quotes has another shape in DATA_DIR',
    );
  });

  test('that streams has the indexes without which it slows down', async () => {
    const { client, dataDir, ...services } = await start();
    await put(client, '1');
    await stop({ dataDir, ...services });
    const database = new DatabaseSync(join(dataDir, 'dynamodb.sqlite'), { readOnly: true });
    onTestFinished(() => database.close());
    const plan = (condition: string) =>
      database
        .prepare(
          `EXPLAIN QUERY PLAN SELECT max(CAST(sequence_number AS INTEGER)) FROM _stream_records WHERE ${condition}`,
        )
        .all()
        .map(({ detail }) => detail);
    expect(plan("table_name = 'x'")).toEqual([expect.stringContaining('_stream_by_number')]);
    expect(plan("table_name = 'x' AND shard_id = 'y' AND sequence_number > '1'")).toEqual([
      expect.stringContaining('_stream_by_shard'),
    ]);
  });
});

describe('the server', () => {
  const spawned = new Set<ChildProcess>();
  afterEach(() => {
    for (const child of spawned) child.kill('SIGKILL');
    spawned.clear();
    vi.unstubAllEnvs();
  });

  /** A process whose command line has these words. */
  const processWith = (...words: string[]): ChildProcess => {
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)', ...words], {
      stdio: 'ignore',
    });
    spawned.add(child);
    return child;
  };

  test('that a killed runtime left behind is ended first', async () => {
    const dataDir = temporaryDirectory();
    const orphan = processWith(join(dataDir, 'dynamodb.sqlite'));
    const ended = new Promise((resolve) => orphan.once('exit', (_code, signal) => resolve(signal)));
    writeFileSync(join(dataDir, 'dynoxide.pid'), String(orphan.pid));
    await start(dataDir);
    expect(await ended).toBe('SIGKILL');
  });

  test('of another data directory, or whatever has its number now, is left alone', async () => {
    const dataDir = temporaryDirectory();
    const other = processWith('dynoxide', '/elsewhere/dynamodb.sqlite');
    writeFileSync(join(dataDir, 'dynoxide.pid'), String(other.pid));
    await start(dataDir);
    expect(other.signalCode ?? other.exitCode).toBeNull();
  });

  test('ends with the runtime', async () => {
    const services = await start();
    const pid = pidIn(services.dataDir);
    await stop(services);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(existsSync(join(services.dataDir, 'dynoxide.pid'))).toBe(false);
  });

  test('may be another one, which is neither started nor ended', async () => {
    const there = await startDynamoDb(temporaryDirectory());
    onTestFinished(() => there.close());
    vi.stubEnv('DYNAMODB_ENDPOINT', `http://127.0.0.1:${there.port}`);
    const services = await start();
    await put(services.client, '1');
    await stop(services);
    expect(existsSync(join(services.dataDir, 'dynoxide.pid'))).toBe(false);
    expect(await has((await start()).client, '1')).toBe(true);
  });

  test.each([
    ['is not there', 'DYNOXIDE_BINARY', '/nowhere/dynoxide', 'ENOENT'],
    ['ends at once', 'DYNOXIDE_BINARY', '/bin/false', 'dynoxide ended by 1'],
    ['is behind TLS', 'DYNAMODB_ENDPOINT', 'https://localhost', 'plain HTTP'],
  ])('that %s stops the start', async (_, name, value, message) => {
    vi.stubEnv(name, value);
    await expect(startDynamoDb(temporaryDirectory())).rejects.toThrow(message);
  });
});
