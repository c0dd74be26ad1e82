import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DEAD, FAILED, FUNCTION, READING, startStream, TAKEN } from '../support/mapped-stream.ts';
import { type Grants, queueArn, tableArn } from '../support/services.ts';

let stream: Awaited<ReturnType<typeof startStream>>;
beforeEach(async () => {
  vi.spyOn(console, 'error').mockReturnValue();
  stream = await startStream();
});
afterEach(async () => {
  await stream.close();
  vi.restoreAllMocks();
});

describe('records', () => {
  test('come from the beginning, in order, in batches, as Lambda hands them over', async () => {
    await stream.write(7);
    const { batches, events } = stream.map(() => TAKEN, { batchSize: 3 });
    await expect.poll(() => batches).toEqual([[1, 2, 3], [4, 5, 6], [7]]);
    await stream.write(1);
    await expect.poll(() => batches.at(-1)).toEqual([8]);
    expect(events[0]?.Records[0]).toMatchObject({
      eventID: expect.any(String),
      eventName: 'INSERT',
      eventSource: 'aws:dynamodb',
      awsRegion: 'eu-central-1',
      eventSourceARN: stream.streamArn,
      dynamodb: { SequenceNumber: expect.any(String), NewImage: { number: { N: '1' } } },
    });
  });

  test('come soon after they were written', async () => {
    const { batches } = stream.map(() => TAKEN);
    await stream.write(1);
    await expect.poll(() => batches, { timeout: 200, interval: 10 }).toEqual([[1]]);
  });

  test('that were taken do not come again after a restart; later ones do', async () => {
    await stream.write(2);
    const first = stream.map(() => TAKEN);
    await expect.poll(() => first.batches).toEqual([[1, 2]]);
    await first.end();
    await stream.write(2);
    const second = stream.map(() => TAKEN);
    await expect.poll(() => second.batches).toEqual([[3, 4]]);
  });

  test('that were not taken come again after a restart', async () => {
    await stream.write(2);
    const first = stream.map(() => FAILED);
    await expect.poll(() => first.batches.length).toBeGreaterThan(0);
    await first.end();
    const second = stream.map(() => TAKEN);
    await expect.poll(() => second.batches).toEqual([[1, 2]]);
  });
});

describe('a batch that fails', () => {
  test('comes again as a whole, and holds up those behind it', async () => {
    await stream.write(4);
    let failures = 2;
    const { batches } = stream.map(() => (failures-- > 0 ? FAILED : TAKEN), { batchSize: 2 });
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
    await stream.write(4);
    let reported = false;
    const { batches } = stream.map(
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
    await stream.write(2);
    let reported = false;
    const { batches } = stream.map(
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
    await stream.write(8);
    const taken: number[] = [];
    const { batches } = stream.map(
      (numbers) => {
        if (numbers.includes(6)) return FAILED;
        taken.push(...numbers);
        return TAKEN;
      },
      { bisect: true, maximumRetries: 1 },
    );
    await expect.poll(() => taken).toEqual([1, 2, 3, 4, 5, 7, 8]);
    expect(batches.filter((batch) => batch.length === 1 && batch[0] === 6)).toHaveLength(2);
    expect(await stream.deadLetters()).toMatchObject([
      {
        requestContext: { functionArn: `${FUNCTION}:$LATEST`, condition: 'RetryAttemptsExhausted' },
        DDBStreamBatchInfo: {
          streamArn: stream.streamArn,
          batchSize: 1,
          startSequenceNumber: '6',
          endSequenceNumber: '6',
        },
      },
    ]);
  });

  test('is given up as a whole where nothing splits it', async () => {
    await stream.write(3);
    const { batches } = stream.map((numbers) => (numbers.includes(1) ? FAILED : TAKEN), {
      batchSize: 2,
      maximumRetries: 0,
    });
    await expect.poll(() => batches).toEqual([[1, 2], [3]]);
    expect(await stream.deadLetters()).toMatchObject([{ DDBStreamBatchInfo: { batchSize: 2 } }]);
  });

  test('is given up record by record as these grow too old', async () => {
    await stream.write(1);
    // Long enough for three tries on a machine that is busy with other things.
    const { batches } = stream.map((numbers) => (numbers.includes(1) ? FAILED : TAKEN), {
      maximumAgeSeconds: 3,
    });
    await expect.poll(() => batches.length, { timeout: 5_000 }).toBeGreaterThan(2);
    await stream.write(1);
    await expect.poll(() => batches.at(-1), { timeout: 8_000 }).toEqual([2]);
    expect(await stream.deadLetters()).toMatchObject([
      { requestContext: { condition: 'RecordAgeExceeded' }, DDBStreamBatchInfo: { batchSize: 1 } },
    ]);
  });
});

describe('a mapping is refused when the function’s role', () => {
  test.each(READING)('lacks dynamodb:%s on the stream', (missing) => {
    const actions = READING.filter((action) => action !== missing).map((action) => `dynamodb:${action}`);
    const grants: Grants = [
      [actions, stream.streamArn],
      ['sqs:SendMessage', queueArn(DEAD)],
    ];
    expect(() => stream.map(() => TAKEN, {}, grants)).toThrow(
      `lacks dynamodb:${missing} on ${stream.streamArn}`,
    );
  });

  test('may not send to the dead letters', () => {
    const grants: Grants = [['dynamodb:*', stream.streamArn]];
    expect(() => stream.map(() => TAKEN, {}, grants)).toThrow(`lacks sqs:SendMessage on ${queueArn(DEAD)}`);
  });

  test('or when there is no such stream', () => {
    const other = { streamArn: `${tableArn('Other')}/stream/1` };
    expect(() => stream.map(() => TAKEN, other, [['*', '*']])).toThrow('there is no stream');
  });
});
