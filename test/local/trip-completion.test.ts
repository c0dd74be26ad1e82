import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { currentRules } from '../../functions/telematics/catalogue.ts';
import { instantKey } from '../../functions/telematics/instant-key.ts';
import { type Cursor, firstCursor } from '../../functions/telematics/intake/cursor.ts';
import { assemble, emptyAssembly, openTrip } from '../../functions/telematics/trips/assembly.ts';
import type { Trip } from '../../functions/telematics/trips/trip.ts';
import { drivenTrip } from '../support/driven.ts';
import { DRIVING_TABLES } from '../support/driving-tables.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

const MINUTE_MS = 60_000;

/** More than one transaction holds. */
const MANY = 60;

let platform: Platform;
let completeTrips: typeof import('../../functions/telematics/completion/complete-trips.ts').completeTrips;
let cursors: typeof import('../../functions/telematics/intake/cursor-store.ts');
let trips: typeof import('../../functions/telematics/trip-store.ts');
let ledger: typeof import('../../functions/platform/ledger.ts');
let ids: typeof import('../../functions/platform/ids.ts');
let pseudonym: string;

beforeAll(async () => {
  platform = await startPlatform(DRIVING_TABLES);
  ({ completeTrips } = await import('../../functions/telematics/completion/complete-trips.ts'));
  cursors = await import('../../functions/telematics/intake/cursor-store.ts');
  trips = await import('../../functions/telematics/trip-store.ts');
  ledger = await import('../../functions/platform/ledger.ts');
  ids = await import('../../functions/platform/ids.ts');
});
afterAll(() => platform.close());
beforeEach(() => {
  pseudonym = crypto.randomUUID().replaceAll('-', '').slice(0, 22);
});

const minutesAgo = (minutes: number) => Date.now() - minutes * MINUTE_MS;

/** Keeps a trip of ten minutes in progress that ended so many minutes ago. */
async function inProgress(ended: number): Promise<Trip> {
  const startedAt = minutesAgo(ended + 10);
  const trip = drivenTrip({
    tripId: ids.newOpaqueId('trp'),
    pseudonym,
    place: instantKey(startedAt),
    version: 0,
    status: 'in-progress',
    startedAt,
    endedAt: minutesAgo(ended),
  });
  const { completedAt: _, ...unfinished } = trip;
  await platform.client.send(new PutItemCommand(trips.inProgressPut(unfinished)));
  return unfinished;
}

/** Keeps a cursor that was last changed so many minutes ago. */
async function cursorFor(
  unsettled: readonly Trip[],
  changed: number,
  newest = changed,
  more: Pick<Partial<Cursor>, 'assembly' | 'openTripId'> = {},
): Promise<Cursor> {
  const cursor: Cursor = {
    ...firstCursor(pseudonym),
    version: 7,
    newestAt: minutesAgo(newest),
    changedAt: minutesAgo(changed),
    recent: [],
    unsettledSince: Math.min(...unsettled.map(({ startedAt }) => startedAt)),
    ...more,
  };
  await platform.client.send(
    new PutItemCommand({ ...cursors.cursorPut(cursor, 0), ConditionExpression: undefined }),
  );
  return cursor;
}

/** Whether a run completes trips. */
function run(): Promise<boolean> {
  return completeTrips(pseudonym, { runId: crypto.randomUUID(), deadline: Date.now() + 30_000 });
}

/** Whether the job comes to the device by now. */
async function isDue(): Promise<boolean> {
  const due: string[] = [];
  for await (const page of cursors.cursorsDue(new Date().toISOString(), 10)) {
    due.push(...page.map(({ id }) => id));
  }
  return due.includes(pseudonym);
}

const statusOf = async ({ place }: Trip) => (await trips.findTripOf(pseudonym, place))?.status;

test('a trip that is over is completed, and said to be, once, whoever runs at the same time', async () => {
  const trip = await inProgress(30);
  await cursorFor([trip], 2, 30);

  expect(await isDue()).toBe(true);
  const done = await Promise.all([run(), run()]);
  expect([...done, await run()].filter(Boolean)).toHaveLength(1);

  const after = await trips.findTripOf(pseudonym, trip.place);
  expect(after).toEqual({ ...trip, version: 1, status: 'completed', completedAt: expect.any(String) });
  const entries = await ledger.readLedger(trip.tripId, 100);
  expect(entries.map(({ events }) => events.map(({ type, data }) => ({ type, data })))).toEqual([
    [{ type: 'trip.completed', data: { tripId: trip.tripId } }],
  ]);
  expect(JSON.stringify(entries)).not.toContain(pseudonym);
  // When somebody has just stopped is not for the ledger to keep.
  const today = new Date().toISOString().slice(0, 10);
  expect(entries.map(({ occurredAt }) => occurredAt)).toEqual([`${today}T00:00:00.000Z`]);
});

test('the device is waited for no more once all its trips are completed', async () => {
  const cursor = await cursorFor([await inProgress(30)], 2, 30);
  await run();
  const after = await cursors.findCursor(pseudonym);
  expect(after?.version).toBe(cursor.version + 1);
  expect(after).not.toHaveProperty('unsettledSince');
  expect(await isDue()).toBe(false);
});

test('the trip that came last is completed as the cursor has it, and may go on all the same', async () => {
  const trip = await inProgress(30);
  const points = Array.from({ length: 600 }, (_, second) => ({
    at: trip.startedAt + second * 1000,
    speedKmh: 36,
  }));
  const { after: assembly } = assemble(emptyAssembly, points, currentRules().rules);
  await cursorFor([trip], 2, 30, { assembly, openTripId: trip.tripId });

  await run();

  const completed = await trips.findTripOf(pseudonym, trip.place);
  expect(completed).toMatchObject({ ...openTrip(assembly), version: 1, status: 'completed' });
  expect(completed?.distanceM).toBeCloseTo(5_990, 0);
  const { openTripId, openIsSettled, assembly: kept } = (await cursors.findCursor(pseudonym)) ?? {};
  expect([openTripId, openIsSettled, kept]).toEqual([trip.tripId, true, assembly]);
});

test('a trip after which something may still move, or come, waits', async () => {
  const [over, going] = [await inProgress(30), await inProgress(2)];
  await cursorFor([over, going], 1, 1);

  await run();

  expect([await statusOf(over), await statusOf(going)]).toEqual(['completed', 'in-progress']);
  expect((await cursors.findCursor(pseudonym))?.unsettledSince).toBe(going.startedAt);
});

test('trips of a device that still sends what it had stored wait', async () => {
  const trip = await inProgress(600);
  await cursorFor([trip], 0.5, 600);
  await run();
  expect(await statusOf(trip)).toBe('in-progress');
});

test('as many trips as a device has stored are completed, in one run', async () => {
  const stored: Trip[] = [];
  for (let index = MANY; index > 0; index--) stored.push(await inProgress(index * 20));
  await cursorFor(stored, 2, 20);

  await run();

  expect(new Set(await Promise.all(stored.map(statusOf)))).toEqual(new Set(['completed']));
  expect(await cursors.findCursor(pseudonym)).not.toHaveProperty('unsettledSince');
});

test('a device whose trip became part of another is waited for no more', async () => {
  const trip = await inProgress(30);
  await cursorFor([trip], 2, 30);
  const merged = { ...trip, status: 'merged', mergedInto: ids.newOpaqueId('trp') } as const;
  await platform.client.send(new PutItemCommand(trips.inProgressPut(merged)));

  await run();

  expect(await cursors.findCursor(pseudonym)).not.toHaveProperty('unsettledSince');
  expect(await ledger.readLedger(trip.tripId, 100)).toEqual([]);
});
