import { setTimeout as sleep } from 'node:timers/promises';
import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Device } from '../../functions/devices/device.ts';
import type { Trip } from '../../functions/telematics/trips/trip.ts';
import { drivenTrip, drivingDevice } from '../support/driven.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

const DAY_MS = 86_400_000;

const ORIGIN = {
  partnerId: 'broker',
  actor: 'test',
  operationId: 'test',
  requestId: 'test',
  interactionId: 'test',
};

/** Holds up one request to the database, by its number among those that come. */
let holdUp = { number: Number.NaN, until: Promise.resolve(), reached: () => {} };

async function holdBack(): Promise<void> {
  holdUp.number -= 1;
  if (holdUp.number !== 0) return;
  holdUp.reached();
  await holdUp.until;
}

let platform: Platform;
let scores: typeof import('../../functions/scores/store.ts');
let devices: typeof import('../../functions/devices/store.ts');
let trips: typeof import('../../functions/telematics/trip-store.ts');
let restate: typeof import('../../functions/telematics/scoring/rescore.ts').restate;
let rescore: typeof import('../../functions/telematics/scoring/rescore.ts').rescore;
let commit: typeof import('../../functions/platform/commit.ts').commit;
let newId: typeof import('../../functions/platform/ids.ts').newId;
let newOpaqueId: typeof import('../../functions/platform/ids.ts').newOpaqueId;

beforeAll(async () => {
  const tables = {
    Devices: {
      variable: 'DEVICES_TABLE',
      keys: ['deviceId'],
      indexes: { policy: ['policyId', 'deviceId'], driver: ['pseudonym', 'deviceId'] },
    },
    Trips: {
      variable: 'TRIPS_TABLE',
      keys: ['pseudonym', 'place'],
      indexes: { trip: ['tripId', 'pseudonym'] },
    },
    Scores: { variable: 'SCORES_TABLE', keys: ['scoreId'], indexes: { due: ['dueKey', 'dueAt'] } },
    Ledger: { variable: 'LEDGER_TABLE', keys: ['aggregateId', 'version'] },
  } as const;
  platform = await startPlatform(tables, holdBack);
  scores = await import('../../functions/scores/store.ts');
  devices = await import('../../functions/devices/store.ts');
  trips = await import('../../functions/telematics/trip-store.ts');
  ({ rescore, restate } = await import('../../functions/telematics/scoring/rescore.ts'));
  ({ commit } = await import('../../functions/platform/commit.ts'));
  ({ newId, newOpaqueId } = await import('../../functions/platform/ids.ts'));
});
afterAll(() => platform.close());

const soon = () => Date.now() + 10_000;
const about = () => ({ occurredAt: new Date().toISOString(), origin: ORIGIN });

let policyId: string;
let device: Device;

/** A device of a policy of its own. */
beforeEach(async () => {
  policyId = newId('pol');
  device = await register('a-driver');
});

async function register(driverKey: string): Promise<Device> {
  const { partnerId, clientId, customerId, consentId, kind, publicKeyJwk } = drivingDevice();
  const deviceId = newId('dev');
  const data = { deviceId, policyId, partnerId, clientId, customerId, consentId, kind, publicKeyJwk };
  const alias = { pseudonym: crypto.randomUUID().slice(0, 22), driverKey };
  const event = { type: 'device.registered', data } as const;
  const { device: registered, change } = devices.changeOfDevice(undefined, [event], { ...about(), alias });
  await commit({ changes: [change] }, soon());
  return registered;
}

/** A trip of 25 km, so many days ago. */
async function drive(daysAgo: number, { pseudonym = '' } = device): Promise<Trip> {
  const startedAt = Date.now() - daysAgo * DAY_MS;
  const trip = drivenTrip({ tripId: newOpaqueId('trp'), pseudonym, startedAt, distanceM: 25_000 });
  const { tripId } = trip;
  const change = trips.changeOfTrip(
    { version: 0 },
    trip,
    { type: 'trip.completed', data: { tripId } },
    about(),
  );
  await commit({ changes: [change] }, soon());
  return trip;
}

async function deleteTrips(driven: readonly Trip[]): Promise<void> {
  const requests = driven.map(({ pseudonym, place }) => ({
    DeleteRequest: { Key: { pseudonym: { S: pseudonym }, place: { S: place } } },
  }));
  await platform.client.send(new BatchWriteItemCommand({ RequestItems: { Trips: requests } }));
}

const scored = (more: { overtake?: boolean } = {}) =>
  rescore(policyId, { partnerId: 'broker', deadline: soon(), ...more });

describe('the score of a policy', () => {
  it('is of all its devices, and known by its driver before anything was driven', async () => {
    await scored();
    expect(await scores.findScore(policyId)).toMatchObject({ version: 1, driverKey: 'a-driver', trips: 0 });

    const second = await register('a-driver');
    await drive(1);
    await drive(2, second);
    await scored();

    const score = await scores.findScore(policyId);
    expect(score).toMatchObject({ version: 2, policyId, driverKey: 'a-driver', km: 50, trips: 2, days: 2 });
    expect(score?.scoreId).toBe(policyId.replace('pol_', 'scr_'));
  });

  it('counts a drive once that two devices recorded', async () => {
    await drive(1);
    await drive(1, await register('a-driver'));
    await scored();
    expect(await scores.findScore(policyId)).toMatchObject({ km: 25, trips: 1, days: 1 });
  });

  it('names no driver where its devices name two', async () => {
    await drive(1, await register('another-driver'));
    await scored();
    expect(await scores.findScore(policyId)).not.toHaveProperty('driverKey');
  });

  it('is not written again as long as it stays the same', async () => {
    await drive(1);
    await scored();
    await scored();
    expect((await scores.findScore(policyId))?.version).toBe(1);

    await scored({ overtake: true });
    expect((await scores.findScore(policyId))?.version).toBe(2);
  });

  it('is written once by many who work out the same at once', async () => {
    await drive(1);
    await Promise.all(Array.from({ length: 8 }, () => scored()));
    expect((await scores.findScore(policyId))?.version).toBe(1);
  });

  it('leaves out a trip that is disputed', async () => {
    const trip = await drive(1);
    await drive(2);
    const disputed = {
      ...trip,
      version: 2,
      dispute: { reason: 'passenger', at: new Date().toISOString() },
    } as const;
    const data = { tripId: trip.tripId, change: 'disputed', reason: 'passenger' } as const;
    const change = trips.changeOfTrip(trip, disputed, { type: 'trip.corrected', data }, about());
    await commit({ changes: [change] }, soon());
    await scored();
    expect(await scores.findScore(policyId)).toMatchObject({ km: 25, trips: 1, disputedTrips: 1 });
  });
});

describe('a score that time alone changes', () => {
  /** The scores that the job comes to so many days from now. */
  async function dueIn(days: number): Promise<string[]> {
    const by = new Date(Date.now() + days * DAY_MS).toISOString();
    const ids: string[] = [];
    for await (const page of scores.listStaleScores(by, 100)) ids.push(...page.map(({ id }) => id));
    return ids;
  }

  afterEach(() => vi.useRealTimers());

  it('is due as kilometres a year become fewer, and as a trip is not looked back on any more', async () => {
    const scoreId = policyId.replace('pol_', 'scr_');
    await drive(5);
    await scored();
    expect(await dueIn(1.9)).not.toContain(scoreId);
    expect(await dueIn(2.1)).toContain(scoreId);

    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 84.5 * DAY_MS });
    expect(await restate(policyId, soon())).toBe(true);
    expect(await restate(policyId, soon())).toBe(false);
    expect(await scores.findScore(policyId)).toMatchObject({
      version: 2,
      trips: 1,
      annualKm: expect.closeTo(102, -1),
    });
    expect(await dueIn(0)).not.toContain(scoreId);

    vi.setSystemTime(Date.now() + DAY_MS);
    expect(await dueIn(0)).toContain(scoreId);
    expect(await restate(policyId, soon())).toBe(true);
    expect(await scores.findScore(policyId)).toMatchObject({ version: 3, trips: 0, km: 0, annualKm: 0 });
    expect(await scores.findScore(policyId)).not.toHaveProperty('score');
    expect(await dueIn(1_000)).not.toContain(scoreId);
  });

  it('is due no more once what it was made of is deleted', async () => {
    const driven = [await drive(1)];
    await scored();
    await deleteTrips(driven);
    await scored({ overtake: true });
    expect(await dueIn(1_000)).not.toContain(policyId.replace('pol_', 'scr_'));
  });

  it('is of nobody where nothing was ever driven', async () => {
    await expect(restate(newId('pol'), soon())).rejects.toThrow('nobody has ever driven');
  });
});

describe('nothing of what was deleted is in a score', () => {
  it.each([1, 2, 3, 4, 5])('that was being worked out meanwhile, held up at step %i', async (number) => {
    await scored();
    const driven = [await drive(1), await drive(2)];
    const { promise: until, resolve: goOn } = Promise.withResolvers<void>();
    const { promise: heldUp, resolve: reached } = Promise.withResolvers<void>();
    holdUp = { number, until, reached };

    const meanwhile = scored();
    await heldUp;
    const deleted = deleteTrips(driven).then(() => scored({ overtake: true }));
    // What the other has in a transaction conflicts until that is over.
    await Promise.race([deleted, sleep(300)]);
    goOn();
    await Promise.all([meanwhile, deleted]);

    expect(await scores.findScore(policyId)).toMatchObject({ km: 0, trips: 0 });
  });
});
