import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Measured } from '../../infra/local/demo/drive.ts';
import { Client, type Reply } from '../support/client.ts';
import { type Cast, policyOfAnna, startCast } from '../support/consents.ts';
import { collecting } from '../support/devices.ts';
import {
  atPresent,
  commute,
  onceCompleted,
  readingConsent,
  refusalOf,
  sendWhole,
  until,
} from '../support/drives.ts';
import { busEvents } from '../support/events.ts';
import type { SendingDevice } from '../support/sending-device.ts';
import { MyTrips, Telematics, under } from '../support/telematics.ts';
import { unthrottledAssembly } from '../support/unthrottled.ts';

const cdkOut = unthrottledAssembly();

/** Seconds of a commute that come late: long enough for what is left to be two trips. */
const MISSING = [500, 900] as const;
const whole = commute(3, 1);
const [first, late, second] = [
  whole.slice(0, MISSING[0]),
  whole.slice(...MISSING),
  whole.slice(MISSING[1]),
] as const;

let cast: Cast;
let policyId: string;
let device: SendingDevice;
let reader: Telematics;
let annas: MyTrips;
let consentId: string;

beforeAll(async () => {
  cast = await startCast({ cdkOut });
  policyId = await policyOfAnna(cast.policies);
  const broker = new Telematics(await Client.of(cast.api, 'broker'));
  device = await broker.device(policyId, await collecting(cast, policyId));
  consentId = await readingConsent(cast, policyId, 'TELEMATICS_SCORE_READ', 'TELEMATICS_TRIPS_READ');
  await sendWhole(device, [...first, ...second]);
  cast = await onceCompleted(cast, 2, cdkOut);
  await open();
});
afterAll(() => cast?.api.stop());

async function open(): Promise<void> {
  device = device.at(cast.api);
  reader = new Telematics(await Client.of(cast.api, 'reader'));
  annas = new MyTrips(await Client.of(cast.api, 'anna'));
}

const listed = async (): Promise<Reply['body'][]> =>
  (await reader.trips(device.deviceId, consentId)).body.data;
const scoreNow = async () => (await reader.score(policyId, under(consentId))).body;

async function correctionsOf(tripId: string): Promise<object[]> {
  const events = await busEvents(cast.api);
  return events
    .filter(({ detailType, detail }) => detailType === 'trip.corrected' && detail.tripId === tripId)
    .map(({ detail: { version, change, mergedInto } }) => ({ version, change, mergedInto }));
}

/** Sends what comes late from a device that has the right time. */
async function sendLate(points: readonly Measured[]): Promise<void> {
  cast = await atPresent(cast, cdkOut);
  await open();
  await sendWhole(device, points);
}

describe('a drive of which the middle is missing', () => {
  it('is two trips, one of which its driver may dispute', async () => {
    const [newer, older] = await listed();
    expect(older.endedAt < newer.startedAt).toBe(true);
    expect((await annas.dispute(newer.tripId, 'other-driver')).status).toBe(200);
    await until(async () => (await scoreNow()).disputedTripCount === 1);
    expect(await scoreNow()).toMatchObject({
      tripCount: 1,
      distanceKm: Math.round(older.distanceKm * 10) / 10,
    });
  });
});

describe('the middle that comes late', () => {
  let before: Reply['body'][];
  let survivor: Reply['body'];

  beforeAll(async () => {
    before = await listed();
    await sendLate(late);
    [survivor] = await listed();
  });

  it('makes one trip of the two, the earlier of them, and says of both that they are corrected', async () => {
    const [newer, older] = before;
    expect(await listed()).toHaveLength(1);
    expect(survivor).toMatchObject({ tripId: older.tripId, status: 'completed', version: 2 });
    expect([survivor.startedAt, survivor.endedAt]).toEqual([older.startedAt, newer.endedAt]);
    expect(survivor.pointCount).toBeGreaterThan(older.pointCount + newer.pointCount + 390);

    await until(async () => (await correctionsOf(newer.tripId)).length === 2);
    expect(await correctionsOf(older.tripId)).toEqual([{ version: 2, change: 'late-data' }]);
    expect((await correctionsOf(newer.tripId))[1]).toEqual({
      ...{ version: 3, change: 'merged', mergedInto: older.tripId },
    });
  });

  it('is as disputed as what it belongs to, and scored so', async () => {
    expect(survivor.dispute).toMatchObject({ reason: 'other-driver' });
    await until(async () => (await scoreNow()).tripCount === 0);
    const score = await scoreNow();
    expect(score).toMatchObject({ disputedTripCount: 1, distanceKm: 0, dayCount: 0 });
    expect(score).not.toHaveProperty('score');
  });

  it('leaves of the other that it was merged, and nothing to dispute', async () => {
    const [newer, older] = before;
    const { body } = await reader.trip(newer.tripId, consentId);
    expect(body).toMatchObject({ status: 'merged', mergedInto: older.tripId });
    expect(refusalOf(await annas.dispute(newer.tripId))).toEqual([409, 'trip-merged']);
    expect(refusalOf(await annas.dispute(older.tripId))).toEqual([409, 'trip-disputed']);
  });
});
