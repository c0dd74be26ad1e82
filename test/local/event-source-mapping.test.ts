import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Checkpoints } from '../../infra/local/events/checkpoints.ts';
import { EventSources, type StreamSource } from '../../infra/local/events/event-sources.ts';
import type { StreamRecord } from '../../infra/local/events/stream-reader.ts';
import type { Invocation } from '../../infra/local/lambda/function.ts';
import { type Grants, queueArn, type Services, startServices, tableArn } from '../support/services.ts';

const FUNCTION = 'arn:aws:lambda:eu-central-1:000000000000:function:relay';
const TABLE = 'Ledger';
const DEAD = 'unrelayed';
const READING = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];

/** What stands in for the function: it gets the numbers of the items in a batch. */
type Handle = (numbers: number[], records: readonly StreamRecord[]) => Invocation;
const TAKEN: Invocation = { payload: null };
const FAILED: Invocation = { error: { errorType: 'Error', errorMessage: 'not now' } };

let services: Services;
let client: DynamoDBClient;
let streamArn: string;
let written: number;
const open: (() => unknown)[] = [];

beforeEach(async () => {
  vi.spyOn(console, 'error').mockReturnValue();
  services = await startServices();
  await services.addQueue(DEAD);
  await services.addTable({
    name: TABLE,
    keySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    attributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    streamViewType: 'NEW_AND_OLD_IMAGES',
  });
  const label = services.tables.find(TABLE)?.streamArn?.split('/stream/')[1];
  streamArn = `${tableArn(TABLE)}/stream/${label}`;
  client = new DynamoDBClient(services.as(['dynamodb:PutItem', tableArn(TABLE)]));
  written = 0;
});
afterEach(async () => {
  for (const close of open.splice(0)) await close();
  await services.close();
  vi.restoreAllMocks();
});

/** Writes the next items: 1, 2, 3 … */
async function write(count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    const number = String(++written);
    const Item = { id: { S: crypto.randomUUID() }, number: { N: number } };
    await client.send(new PutItemCommand({ TableName: TABLE, Item }));
  }
}

const numberIn = ({ dynamodb }: StreamRecord) =>
  Number((dynamodb as { NewImage?: { number?: { N: string } } }).NewImage?.number?.N);

const MAY_ALL = (): Grants => [
  [READING.map((action) => `dynamodb:${action}`), streamArn],
  ['sqs:SendMessage', queueArn(DEAD)],
];

/** Maps the stream to a function; answers the batches that it got, and how to end the mapping. */
function map(handle: Handle, over: Partial<StreamSource> = {}, grants = MAY_ALL()) {
  const { iam, forward, tables, queues, dataDir } = services;
  const checkpoints = new Checkpoints(join(dataDir, 'checkpoints.sqlite'));
  const accessKeyId = services.as(...grants).credentials.accessKeyId;
  const batches: number[][] = [];
  const events: { Records: StreamRecord[] }[] = [];
  const sources = new EventSources({
    iam,
    forward,
    tables,
    checkpoints,
    queues,
    invoke: async (functionArn, payload) => {
      expect(functionArn).toBe(FUNCTION);
      const event = payload as { Records: StreamRecord[] };
      const numbers = event.Records.map(numberIn);
      events.push(event);
      batches.push(numbers);
      return handle(numbers, event.Records);
    },
    accessKeyOf: () => accessKeyId,
  });
  let ended: Promise<void> | undefined;
  const end = () => {
    ended ??= sources.close().then(() => checkpoints.close());
    return ended;
  };
  open.push(end);
  sources.addStream({
    name: 'stack/mapping',
    functionArn: FUNCTION,
    streamArn,
    wanted: () => true,
    batchSize: 100,
    bisect: false,
    reportFailures: false,
    maximumAgeSeconds: -1,
    maximumRetries: -1,
    onFailure: queueArn(DEAD),
    ...over,
  });
  sources.start();
  return { batches, events, end };
}

/** What was left at the dead letters. */
async function deadLetters() {
  const QueueUrl = `${services.url}/000000000000/${DEAD}`;
  const reader = new SQSClient(services.as(['sqs:ReceiveMessage', queueArn(DEAD)]));
  const { Messages = [] } = await reader.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
  );
  return Messages.map(({ Body = '' }) => JSON.parse(Body));
}

describe('records', () => {
  test('come from the beginning, in order, in batches, as Lambda hands them over', async () => {
    await write(7);
    const { batches, events } = map(() => TAKEN, { batchSize: 3 });
    await expect.poll(() => batches).toEqual([[1, 2, 3], [4, 5, 6], [7]]);
    await write(1);
    await expect.poll(() => batches.at(-1)).toEqual([8]);
    expect(events[0]?.Records[0]).toMatchObject({
      eventID: expect.any(String),
      eventName: 'INSERT',
      eventSource: 'aws:dynamodb',
      awsRegion: 'eu-central-1',
      eventSourceARN: streamArn,
      dynamodb: { SequenceNumber: expect.any(String), NewImage: { number: { N: '1' } } },
    });
  });

  test('come soon after they were written', async () => {
    const { batches } = map(() => TAKEN);
    await write(1);
    await expect.poll(() => batches, { timeout: 200, interval: 10 }).toEqual([[1]]);
  });

  test('that were taken do not come again after a restart; later ones do', async () => {
    await write(2);
    const first = map(() => TAKEN);
    await expect.poll(() => first.batches).toEqual([[1, 2]]);
    await first.end();
    await write(2);
    const second = map(() => TAKEN);
    await expect.poll(() => second.batches).toEqual([[3, 4]]);
  });

  test('that were not taken come again after a restart', async () => {
    await write(2);
    const first = map(() => FAILED);
    await expect.poll(() => first.batches.length).toBeGreaterThan(0);
    await first.end();
    const second = map(() => TAKEN);
    await expect.poll(() => second.batches).toEqual([[1, 2]]);
  });
});

describe('a mapping that wants some records only', () => {
  const odd = (event: Record<string, unknown>) => numberIn(event as unknown as StreamRecord) % 2 === 1;

  test('hands those to its function, and others to nobody', async () => {
    await write(5);
    const { batches, events } = map(() => TAKEN, { wanted: odd, batchSize: 2 });
    await expect.poll(() => batches.flat()).toEqual([1, 3, 5]);
    expect(events[0]?.Records[0]).toMatchObject({ eventSourceARN: streamArn });
  });

  test('does not look at others again after a restart', async () => {
    await write(3);
    const first = map(() => TAKEN, { wanted: odd });
    await expect.poll(() => first.batches.flat()).toEqual([1, 3]);
    await first.end();
    const second = map(() => TAKEN, { wanted: () => true });
    await write(1);
    await expect.poll(() => second.batches).toEqual([[4]]);
  });

  test('goes past what it does not want, however much that is', async () => {
    await write(4);
    const { batches } = map(() => TAKEN, { wanted: (event) => numberIn(event as never) === 4, batchSize: 1 });
    await expect.poll(() => batches).toEqual([[4]]);
  });

  test('retries only what it wants, and loses nothing by it', async () => {
    await write(4);
    let failures = 2;
    const { batches } = map(() => (failures-- > 0 ? FAILED : TAKEN), { wanted: odd });
    await expect
      .poll(() => batches)
      .toEqual([
        [1, 3],
        [1, 3],
        [1, 3],
      ]);
  });
});

test('several mappings read one stream, each by itself', async () => {
  await write(3);
  let stuck = true;
  const slow = map(() => (stuck ? FAILED : TAKEN), { name: 'stack/slow' });
  const fast = map(() => TAKEN, { name: 'stack/fast' });
  await expect.poll(() => fast.batches).toEqual([[1, 2, 3]]);
  stuck = false;
  await expect.poll(() => slow.batches.at(-1)).toEqual([1, 2, 3]);
  expect(fast.batches).toHaveLength(1);
});

describe('a batch that fails', () => {
  test('comes again as a whole, and holds up those behind it', async () => {
    await write(4);
    let failures = 2;
    const { batches } = map(() => (failures-- > 0 ? FAILED : TAKEN), { batchSize: 2 });
    await expect
      .poll(() => batches)
      .toEqual([
        [1, 2],
        [1, 2],
        [1, 2],
        [3, 4],
      ]);
  });

  test('comes again from the first record that was reported', async () => {
    await write(4);
    let reported = false;
    const { batches } = map(
      (_, records) => {
        if (reported) return { payload: { batchItemFailures: [] } };
        reported = true;
        const failed = [records[3], records[2]];
        const batchItemFailures = failed.map((record) => ({
          itemIdentifier: record?.dynamodb.SequenceNumber,
        }));
        return { payload: { batchItemFailures } };
      },
      { reportFailures: true },
    );
    await expect
      .poll(() => batches)
      .toEqual([
        [1, 2, 3, 4],
        [3, 4],
      ]);
  });

  test.each([
    ['names no record of it', { batchItemFailures: [{ itemIdentifier: '999' }] }],
    ['names nothing', { batchItemFailures: [{ itemIdentifier: '' }] }],
  ])('comes again as a whole when the report %s', async (_, payload) => {
    await write(2);
    let reported = false;
    const { batches } = map(
      () => {
        if (reported) return TAKEN;
        reported = true;
        return { payload };
      },
      { reportFailures: true },
    );
    await expect
      .poll(() => batches)
      .toEqual([
        [1, 2],
        [1, 2],
      ]);
  });

  test('is split until the bad record is alone, which alone is given up', async () => {
    await write(8);
    const taken: number[] = [];
    const { batches } = map(
      (numbers) => {
        if (numbers.includes(6)) return FAILED;
        taken.push(...numbers);
        return TAKEN;
      },
      { bisect: true, maximumRetries: 1 },
    );
    await expect.poll(() => taken).toEqual([1, 2, 3, 4, 5, 7, 8]);
    expect(batches.filter((batch) => batch.length === 1 && batch[0] === 6)).toHaveLength(2);
    expect(await deadLetters()).toMatchObject([
      {
        requestContext: { functionArn: `${FUNCTION}:$LATEST`, condition: 'RetryAttemptsExhausted' },
        DDBStreamBatchInfo: { streamArn, batchSize: 1, startSequenceNumber: '6', endSequenceNumber: '6' },
      },
    ]);
  });

  test('is given up as a whole where nothing splits it', async () => {
    await write(3);
    const { batches } = map((numbers) => (numbers.includes(1) ? FAILED : TAKEN), {
      batchSize: 2,
      maximumRetries: 0,
    });
    await expect.poll(() => batches).toEqual([[1, 2], [3]]);
    expect(await deadLetters()).toMatchObject([{ DDBStreamBatchInfo: { batchSize: 2 } }]);
  });

  test('is given up record by record as these grow too old', async () => {
    await write(1);
    // Long enough for three tries on a machine that is busy with other things.
    const { batches } = map((numbers) => (numbers.includes(1) ? FAILED : TAKEN), { maximumAgeSeconds: 3 });
    await expect.poll(() => batches.length, { timeout: 5_000 }).toBeGreaterThan(2);
    await write(1);
    await expect.poll(() => batches.at(-1), { timeout: 8_000 }).toEqual([2]);
    expect(await deadLetters()).toMatchObject([
      { requestContext: { condition: 'RecordAgeExceeded' }, DDBStreamBatchInfo: { batchSize: 1 } },
    ]);
  });
});

describe('a mapping is refused when the function’s role', () => {
  test.each(READING)('lacks dynamodb:%s on the stream', (missing) => {
    const actions = READING.filter((action) => action !== missing).map((action) => `dynamodb:${action}`);
    const grants: Grants = [
      [actions, streamArn],
      ['sqs:SendMessage', queueArn(DEAD)],
    ];
    expect(() => map(() => TAKEN, {}, grants)).toThrow(`lacks dynamodb:${missing} on ${streamArn}`);
  });

  test('may not send to the dead letters', () => {
    const grants: Grants = [['dynamodb:*', streamArn]];
    expect(() => map(() => TAKEN, {}, grants)).toThrow(`lacks sqs:SendMessage on ${queueArn(DEAD)}`);
  });

  test('or when there is no such stream', () => {
    const other = { streamArn: `${tableArn('Other')}/stream/1` };
    expect(() => map(() => TAKEN, other, [['*', '*']])).toThrow('there is no stream');
  });
});
