import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { FaultKind } from '../../infra/local/faults/fault-kind.ts';
import { Faults } from '../../infra/local/faults/faults.ts';
import { faultySchedule } from '../../infra/local/faults/faulty-schedule.ts';
import { faultyTarget } from '../../infra/local/faults/faulty-target.ts';
import type { Invocation } from '../../infra/local/lambda/function.ts';
import { startQueue } from '../support/mapped-queue.ts';
import { startStream, TAKEN } from '../support/mapped-stream.ts';
import { busArn, startServices } from '../support/services.ts';

/** As long as a busy machine may take; what it waits for comes much sooner. */
const PATIENCE = { timeout: 10_000 };

const plan = (seed: number, ...kinds: FaultKind[]) => ({ seed, rate: 1, kinds });

async function stream() {
  const started = await startStream();
  onTestFinished(() => started.close());
  return started;
}

async function queue() {
  const started = await startQueue();
  onTestFinished(() => started.close());
  return started;
}

describe('a stream', () => {
  test('gives a batch again after it was taken, and then goes on', async () => {
    const { write, map, faults } = await stream();
    await write(4);
    faults.switchOn(plan(1, 'repeat'));
    const { batches } = map(() => TAKEN, { batchSize: 2 });
    await expect
      .poll(() => batches, PATIENCE)
      .toEqual([
        [1, 2],
        [1, 2],
        [3, 4],
        [3, 4],
      ]);
    faults.heal();
    await write(1);
    await expect.poll(() => batches.at(-1), PATIENCE).toEqual([5]);
  });

  test('gives a batch in two parts', async () => {
    const { write, map, faults } = await stream();
    await write(6);
    faults.switchOn(plan(1, 'split'));
    const { batches } = map(() => TAKEN);
    await expect.poll(() => batches.flat(), PATIENCE).toEqual([1, 2, 3, 4, 5, 6]);
    expect(batches).toHaveLength(2);
  });

  test('of several shards keeps the order of one item, and that alone', async () => {
    const { write, map, faults } = await stream();
    await write(30, 5);
    faults.switchOn(plan(2, 'reorder'));
    const { batches } = map(() => TAKEN);
    await expect.poll(() => batches.flat().length, PATIENCE).toBe(30);
    const came = batches.flat();
    for (let item = 0; item < 5; item++) {
      const ofItem = came.filter((number) => number % 5 === item);
      expect(ofItem).toEqual(ofItem.toSorted((one, other) => one - other));
    }
    expect(came).not.toEqual(came.toSorted((one, other) => one - other));
  });

  test('of several shards loses nothing when one of them fails', async () => {
    const { write, map, faults } = await stream();
    await write(20, 5);
    faults.switchOn(plan(2, 'reorder'));
    const failures = new Set([0]);
    const failed: Invocation = { error: { errorType: 'Error', errorMessage: 'not now' } };
    const { batches } = map((numbers) => {
      const shard = (numbers[0] ?? 0) % 5;
      if (failures.has(shard)) return TAKEN;
      failures.add(shard);
      return failed;
    });
    const taken = () => new Set(batches.slice(failures.size - 1).flat());
    await expect.poll(() => taken().size, PATIENCE).toBe(20);
  });
});

describe('a queue', () => {
  test('gives a message again that was taken, and not a third time', async () => {
    const { send, map, left, faults } = await queue();
    faults.switchOn(plan(1, 'repeat'));
    const { batches, events } = map(() => TAKEN);
    await send('one');
    await expect.poll(() => batches, PATIENCE).toEqual([['one'], ['one']]);
    const [first, second] = events.map(({ Records: [record] }) => record);
    expect(second?.messageId).toBe(first?.messageId);
    await expect.poll(left, PATIENCE).toBe(0);
    expect(batches).toHaveLength(2);
  });

  test('gives messages in another order', async () => {
    const { send, map, left, faults } = await queue();
    const bodies = ['one', 'two', 'three', 'four', 'five', 'six'];
    await send(...bodies);
    faults.switchOn(plan(1, 'reorder'));
    const { batches } = map(() => TAKEN);
    await expect.poll(left, PATIENCE).toBe(0);
    expect(batches.flat().toSorted()).toEqual(bodies.toSorted());
    expect(batches.flat()).not.toEqual(bodies);
  });
});

describe('a target of a rule', () => {
  async function deliveries(kind: FaultKind, count: number) {
    const services = await startServices();
    onTestFinished(() => services.close());
    services.bus.addBus('house', busArn('house'));
    const came: number[] = [];
    const target = faultyTarget(services.faults, 'stack/rule/target', {
      deliver: (event) => {
        came.push((event as { detail: { number: number } }).detail.number);
      },
      maximumAttempts: 3,
      maximumAgeSeconds: 60,
    });
    services.bus.addRule('house', { source: ['test'] }, new Map([['stack/rule/target', target]]));
    services.faults.switchOn(plan(1, kind));
    const client = new EventBridgeClient(services.as(['events:PutEvents', busArn('house')]));
    const entry = { EventBusName: 'house', Source: 'test', DetailType: 'said' };
    const Entries = Array.from({ length: count }, (_, number) => ({
      ...entry,
      Detail: JSON.stringify({ number }),
    }));
    await client.send(new PutEventsCommand({ Entries }));
    return came;
  }

  test('gets an event twice', async () => {
    const came = await deliveries('repeat', 2);
    await expect.poll(() => came.toSorted(), PATIENCE).toEqual([0, 0, 1, 1]);
  });

  test('gets events late, so that they overtake each other', async () => {
    const came = await deliveries('delay', 10);
    await expect.poll(() => came.length, PATIENCE).toBe(10);
    expect(came.toSorted((one, other) => one - other)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(came).not.toEqual(came.toSorted((one, other) => one - other));
  });

  test('need not take the copy', async () => {
    vi.useFakeTimers();
    const said = vi.spyOn(console, 'error').mockReturnValue();
    onTestFinished(() => {
      vi.useRealTimers();
      said.mockRestore();
    });
    const faults = new Faults();
    faults.switchOn(plan(1, 'repeat'));
    const deliver = vi.fn().mockResolvedValueOnce(undefined).mockRejectedValue(new Error('not twice'));
    const target = faultyTarget(faults, 'target', { deliver, maximumAttempts: 0, maximumAgeSeconds: 1 });
    await target.deliver({});
    await vi.runAllTimersAsync();
    expect(deliver).toHaveBeenCalledTimes(2);
    expect(said).toHaveBeenCalledOnce();
  });
});

describe('a schedule', () => {
  test.each([
    ['skip', 0],
    ['repeat', 2],
  ] as const)('that meets %s runs %i times', async (kind, runs) => {
    const faults = new Faults();
    faults.switchOn(plan(1, kind));
    const due = vi.fn();
    await faultySchedule(faults, 'daily', due)();
    expect(due).toHaveBeenCalledTimes(runs);
    faults.heal();
    await faultySchedule(faults, 'daily', due)();
    expect(due).toHaveBeenCalledTimes(runs + 1);
  });
});
