import { setTimeout as sleep } from 'node:timers/promises';
import { ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Invocation } from '../../infra/local/lambda/function.ts';
import { type QueueRecord, RECEIVING, startQueue, TIMEOUT } from '../support/mapped-queue.ts';
import { type Grants, queueArn } from '../support/services.ts';

const TAKEN: Invocation = { payload: null };
const FAILED: Invocation = { error: { errorType: 'Error', errorMessage: 'not now' } };

/** As long as a busy machine may take; what it waits for comes much sooner. */
const PATIENCE = { timeout: 10_000 };

let queue: Awaited<ReturnType<typeof startQueue>> | undefined;
afterEach(async () => {
  await queue?.close();
  queue = undefined;
  vi.restoreAllMocks();
});

const start = async (...settings: Parameters<typeof startQueue>) => {
  queue = await startQueue(...settings);
  return queue;
};

/** Says of a batch which of its messages were not taken, by their bodies. */
const except = (bodies: string[], records: readonly QueueRecord[]): Invocation => {
  const failed = records.filter(({ body }) => bodies.includes(body));
  return { payload: { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) } };
};

/** What came in later batches than the first: visibility timeouts need not end at the very same moment. */
const again = (batches: string[][]) => batches.slice(1).flat().toSorted();

describe('messages', () => {
  test('come as Lambda hands them over, and are gone when the function took them', async () => {
    const { map, client, url, left, arn } = await start();
    const { events } = map(() => TAKEN);
    const MessageAttributes = { of: { DataType: 'String', StringValue: 'us' } };
    await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'one', MessageAttributes }));
    await expect.poll(() => events.length, PATIENCE).toBe(1);
    expect(events[0]?.Records).toEqual([
      {
        messageId: expect.any(String),
        receiptHandle: expect.any(String),
        body: 'one',
        attributes: expect.objectContaining({
          ApproximateReceiveCount: '1',
          SentTimestamp: expect.stringMatching(/^\d{13}$/),
          SenderId: expect.any(String),
          ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
        }),
        messageAttributes: {
          of: { stringValue: 'us', stringListValues: [], binaryListValues: [], dataType: 'String' },
        },
        md5OfBody: 'f97c5d29941bfb1b2fdab0874906ab82',
        eventSource: 'aws:sqs',
        eventSourceARN: arn,
        awsRegion: 'eu-central-1',
      },
    ]);
    await expect.poll(left, PATIENCE).toBe(0);
  });

  test('come soon after they were sent', async () => {
    const { map, send } = await start();
    const { batches } = map(() => TAKEN);
    await sleep(300);
    await send('one');
    await expect.poll(() => batches, { timeout: 1_000, interval: 10 }).toEqual([['one']]);
  });

  test('come in batches of at most their size', async () => {
    const { map, send } = await start();
    await send('1', '2', '3', '4', '5');
    const { batches } = map(() => TAKEN, { batchSize: 2 });
    await expect.poll(() => batches.flat().toSorted(), PATIENCE).toEqual(['1', '2', '3', '4', '5']);
    expect(batches.map(({ length }) => length)).toEqual([2, 2, 1]);
  });

  test('are waited for where there is a window', async () => {
    const { map, send, left } = await start(undefined, { VisibilityTimeout: '30' });
    const { batches } = map(() => TAKEN, { batchSize: 12, windowSeconds: 3 });
    await send(...Array.from('abcdefghijk'));
    await sleep(300);
    await send('l');
    await expect.poll(() => batches.map(({ length }) => length), PATIENCE).toEqual([12]);
    await expect.poll(left, PATIENCE).toBe(0);
  });

  test('are worked on by so many at a time', async () => {
    const { map, send } = await start();
    let [running, most] = [0, 0];
    const { batches } = map(
      async () => {
        most = Math.max(most, ++running);
        await sleep(300);
        running--;
        return TAKEN;
      },
      { batchSize: 1, concurrency: 2 },
    );
    await send('1', '2', '3', '4', '5', '6');
    await expect.poll(() => batches.length, PATIENCE).toBe(6);
    expect(most).toBe(2);
  });
});

describe('what the function does not take', () => {
  test('comes again as a whole batch when it fails, after the visibility timeout', async () => {
    const { map, send, left } = await start();
    await send('1', '2');
    const times: number[] = [];
    const { batches } = map(() => (times.push(performance.now()) > 1 ? TAKEN : FAILED));
    await expect.poll(() => again(batches), PATIENCE).toEqual(['1', '2']);
    expect(batches[0]).toEqual(['1', '2']);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(500);
    await expect.poll(left, PATIENCE).toBe(0);
  });

  test('comes again alone where the function says what it was', async () => {
    const { map, send, left } = await start();
    await send('1', '2', '3');
    const { batches } = map((bodies, records) => (bodies.length === 3 ? except(['2'], records) : TAKEN), {
      reportFailures: true,
    });
    await expect.poll(left, PATIENCE).toBe(1);
    await expect.poll(() => batches, PATIENCE).toEqual([['1', '2', '3'], ['2']]);
    await expect.poll(left, PATIENCE).toBe(0);
  });

  test.each([
    ['names no message of the batch', [{ itemIdentifier: 'other' }]],
    ['names nothing', [{ itemIdentifier: '' }]],
  ])('comes again as a whole when the report %s', async (_, batchItemFailures) => {
    const { map, send } = await start();
    await send('1', '2');
    let reports = 0;
    const { batches } = map(() => (reports++ === 0 ? { payload: { batchItemFailures } } : TAKEN), {
      reportFailures: true,
    });
    await expect.poll(() => again(batches), PATIENCE).toEqual(['1', '2']);
    expect(batches[0]).toEqual(['1', '2']);
  });

  test('is taken all the same where nothing says that reports are read', async () => {
    const { map, send, left } = await start();
    await send('1');
    map((bodies, records) => except(bodies, records));
    await expect.poll(left, PATIENCE).toBe(0);
  });

  test('goes to the dead letters when it was received too often, and the others do not', async () => {
    const { map, send, left, deadLetters } = await start();
    await send('good', 'bad');
    const { batches } = map((_, records) => except(['bad'], records), { reportFailures: true });
    await expect.poll(deadLetters, PATIENCE).toEqual(['bad']);
    expect(batches.flat().filter((body) => body === 'bad')).toHaveLength(2);
    expect(batches.flat().filter((body) => body === 'good')).toHaveLength(1);
    expect(await left()).toBe(0);
  });
});

test('what a former process had in hand comes again soon', async () => {
  const long = { VisibilityTimeout: '600' };
  const first = await start(undefined, long);
  await first.send('one');
  const { Messages } = await first.client.send(new ReceiveMessageCommand({ QueueUrl: first.url }));
  expect(Messages).toHaveLength(1);
  await first.close();
  const { map } = await start(first.dataDir, long);
  const { batches } = map(() => TAKEN);
  await expect.poll(() => batches, PATIENCE).toEqual([['one']]);
});

test('a mapping ends after the batches at hand', async () => {
  const { map, send, left } = await start();
  let finish = (_: Invocation) => {};
  const { batches, end } = map(() => new Promise<Invocation>((resolve) => (finish = resolve)));
  await send('one');
  await expect.poll(() => batches.length, PATIENCE).toBe(1);
  const ended = end();
  finish(TAKEN);
  await ended;
  expect(await left()).toBe(0);
});

describe('a mapping is refused', () => {
  test.each(RECEIVING)('when the function’s role lacks sqs:%s', async (missing) => {
    const { map, arn } = await start();
    const actions = RECEIVING.filter((action) => action !== missing).map((action) => `sqs:${action}`);
    const grants: Grants = [[actions, arn]];
    expect(() => map(() => TAKEN, {}, grants)).toThrow(`lacks sqs:${missing} on ${arn}`);
  });

  test('when there is no such queue', async () => {
    const { map } = await start();
    const over = { queueArn: queueArn('none') };
    expect(() => map(() => TAKEN, over, [['*', '*']])).toThrow('there is no queue');
  });

  test('when a message would come again before the function is done', async () => {
    const { map } = await start(undefined, { VisibilityTimeout: String(TIMEOUT - 1) });
    expect(() => map(() => TAKEN)).toThrow('is less than the timeout');
  });

  test('when a large batch may not wait', async () => {
    const { map } = await start();
    expect(() => map(() => TAKEN, { batchSize: 11 })).toThrow('needs a batching window');
  });
});
