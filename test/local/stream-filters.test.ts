import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { StreamRecord } from '../../infra/local/events/stream-reader.ts';
import { FAILED, numberIn, startStream, TAKEN } from '../support/mapped-stream.ts';

let stream: Awaited<ReturnType<typeof startStream>>;
beforeEach(async () => {
  vi.spyOn(console, 'error').mockReturnValue();
  stream = await startStream();
});
afterEach(async () => {
  await stream.close();
  vi.restoreAllMocks();
});

describe('a mapping that wants some records only', () => {
  const odd = (event: Record<string, unknown>) => numberIn(event as unknown as StreamRecord) % 2 === 1;

  test('hands those to its function, and others to nobody', async () => {
    await stream.write(5);
    const { batches, events } = stream.map(() => TAKEN, { wanted: odd, batchSize: 2 });
    await expect.poll(() => batches.flat()).toEqual([1, 3, 5]);
    expect(events[0]?.Records[0]).toMatchObject({ eventSourceARN: stream.streamArn });
  });

  test('does not look at others again after a restart', async () => {
    await stream.write(3);
    const first = stream.map(() => TAKEN, { wanted: odd });
    await expect.poll(() => first.batches.flat()).toEqual([1, 3]);
    await first.end();
    const second = stream.map(() => TAKEN, { wanted: () => true });
    await stream.write(1);
    await expect.poll(() => second.batches).toEqual([[4]]);
  });

  test('goes past what it does not want, however much that is', async () => {
    await stream.write(4);
    const { batches } = stream.map(() => TAKEN, {
      wanted: (event) => numberIn(event as never) === 4,
      batchSize: 1,
    });
    await expect.poll(() => batches).toEqual([[4]]);
  });

  test('retries only what it wants, and loses nothing by it', async () => {
    await stream.write(4);
    let failures = 2;
    const { batches } = stream.map(() => (failures-- > 0 ? FAILED : TAKEN), { wanted: odd });
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
  await stream.write(3);
  let stuck = true;
  const slow = stream.map(() => (stuck ? FAILED : TAKEN), { name: 'stack/slow' });
  const fast = stream.map(() => TAKEN, { name: 'stack/fast' });
  await expect.poll(() => fast.batches).toEqual([[1, 2, 3]]);
  stuck = false;
  await expect.poll(() => slow.batches.at(-1)).toEqual([1, 2, 3]);
  expect(fast.batches).toHaveLength(1);
});
