import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client, type Reply } from '../support/client.ts';
import { type Cast, policyOfAnna, policyOfBen, startCast } from '../support/consents.ts';
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
import { readItems } from '../support/sqlite-tables.ts';
import { MyTrips, Telematics, under } from '../support/telematics.ts';
import { unthrottledAssembly } from '../support/unthrottled.ts';

const cdkOut = unthrottledAssembly();

/** Commutes are sent one after the other, and the API is started twice. */
const PATIENCE_MS = 180_000;

/** Enough for a score that counts: eleven commutes are three hundred kilometres. */
const COMMUTES = 11;

/** The commute on which somebody ran into the road, twice. */
const SCARED = 3;

let cast: Cast;
let policyId: string;
let device: SendingDevice;
let collects: string;
let reader: Telematics;
let annas: MyTrips;
let consentId: string;

const scoreNow = async () => (await reader.score(policyId, under(consentId))).body;

beforeAll(async () => {
  cast = await startCast({ cdkOut });
  policyId = await policyOfAnna(cast.policies);
  await policyOfBen(cast.policies);
  collects = await collecting(cast, policyId);
  device = await new Telematics(await Client.of(cast.api, 'broker')).device(policyId, collects);
  consentId = await readingConsent(cast, policyId, 'TELEMATICS_SCORE_READ', 'TELEMATICS_TRIPS_READ');
  await open();
});
afterAll(() => cast?.api.stop());

async function open(): Promise<void> {
  device = device.at(cast.api);
  reader = await telematicsOf('reader');
  annas = new MyTrips(await Client.of(cast.api, 'anna'));
}

async function telematicsOf(name: string): Promise<Telematics> {
  return new Telematics(await Client.of(cast.api, name));
}

/** Sends commutes of some days, and waits until all trips are completed and scored. */
async function driveOn(days: readonly number[], inAll: number): Promise<void> {
  cast = await atPresent(cast, cdkOut);
  await open();
  for (const daysAgo of days) await sendWhole(device, commute(daysAgo, daysAgo === SCARED ? 2 : 0));
  cast = await onceCompleted(cast, inAll, cdkOut);
  await open();
  await until(async () => (await scoreNow()).tripCount === inAll);
}

describe('before anything was driven', () => {
  it('there is a score of nothing as soon as a device is registered', async () => {
    await until(async () => (await scoreNow()).version === 1);
    expect(await scoreNow()).toMatchObject({
      policyId,
      enough: false,
      distanceKm: 0,
      tripCount: 0,
      reasons: [],
    });
    expect(await scoreNow()).not.toHaveProperty('score');
  });

  it('there is one of nothing for a policy without a device too', async () => {
    const other = await policyOfAnna(cast.policies);
    const its = await readingConsent(cast, other, 'TELEMATICS_SCORE_READ');
    expect((await reader.score(other, under(its))).body).toMatchObject({
      policyId: other,
      version: 0,
      enough: false,
    });
  });
});

describe('after a few commutes', () => {
  beforeAll(() => driveOn([12, 11, 10], 3), PATIENCE_MS);

  it('there is a score, which does not count yet', async () => {
    const score = await scoreNow();
    expect(score).toMatchObject({ score: 100, enough: false, tripCount: 3, dayCount: 3, reasons: [] });
    expect(score.distanceKm).toBeGreaterThan(85);
  });
});

describe('after enough of them', () => {
  beforeAll(() => driveOn([9, 8, 7, 6, 5, 4, SCARED, 2], COMMUTES), PATIENCE_MS);

  it('the score counts, and says what cost points', async () => {
    const score = await scoreNow();
    expect(score).toMatchObject({
      enough: true,
      dayCount: COMMUTES,
      disputedTripCount: 0,
      rules: 'driving@1.0.0',
    });
    expect(score.score).toBeLessThan(100);
    expect(score.reasons[0]).toMatchObject({ code: 'hard-braking' });
    expect(score.annualKm).toBeCloseTo((score.distanceKm * 365) / 30, -1);
    expect(score.firstDay < score.lastDay).toBe(true);
  });

  it('its changes are told of without a value, and with nothing that leads to a trip', async () => {
    const events = await busEvents(cast.api);
    const updates = events.filter(({ detailType }) => detailType === 'driving-score.updated');
    const trips = events.filter(({ detailType }) => detailType.startsWith('trip.'));

    for (const { detail } of updates) {
      const { eventId, version, occurredAt, requestId, interactionId, ...rest } = detail;
      const aggregateId = policyId.replace('pol_', 'scr_');
      expect(rest).toEqual({ aggregateId, partnerId: 'broker', policyId });
    }
    expect(trips).toHaveLength(COMMUTES);
    const requests = new Set(updates.map(({ detail }) => detail.requestId));
    expect(requests.size).toBe(updates.length);
    for (const { detail } of trips) expect(requests).not.toContain(detail.requestId);
  });

  it('the staff see it as such, and others by consent alone', async () => {
    const [handler, broker] = [await telematicsOf('handler'), await telematicsOf('broker')];
    expect((await handler.score(policyId)).body).toEqual(await scoreNow());
    expect((await broker.score(policyId)).status).toBe(404);
    expect((await reader.score(policyId)).status).toBe(404);
    expect(refusalOf(await broker.score(policyId, under(collects)))).toEqual([403, 'consent-permission']);
  });
});

describe('a driver who was not at the wheel', () => {
  let tripId: string;
  let before: Reply['body'];

  beforeAll(async () => {
    before = await scoreNow();
    const { data } = (await annas.list()).body;
    const scared = data.find((trip: { score: number }) => trip.score < 100);
    tripId = scared.tripId;
  });

  it('says so, and the trip stays on record with the reason', async () => {
    const { status, body } = await annas.dispute(tripId, 'passenger', { 'idempotency-key': 'once' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ tripId, version: 2, status: 'completed', dispute: { reason: 'passenger' } });
    const { data } = (await reader.trips(device.deviceId, consentId)).body;
    expect(data.find((trip: { tripId: string }) => trip.tripId === tripId)).toEqual(body);
  });

  it('is scored without it from then on', async () => {
    await until(async () => (await scoreNow()).disputedTripCount === 1);
    const score = await scoreNow();
    expect(score).toMatchObject({ score: 100, tripCount: COMMUTES - 1, dayCount: COMMUTES - 1, reasons: [] });
    expect(score.version).toBeGreaterThan(before.version);
    expect(score.distanceKm).toBeLessThan(before.distanceKm);
  });

  it('is answered the same when they ask again, and refused another time', async () => {
    const again = await annas.dispute(tripId, 'passenger', { 'idempotency-key': 'once' });
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
    expect(again.body.version).toBe(2);
    expect(refusalOf(await annas.dispute(tripId, 'not-driven'))).toEqual([409, 'trip-disputed']);
    expect(refusalOf(await annas.dispute(tripId, 'bored'))).toEqual([400, 'validation-failed']);
  });

  it('disputes their own trips only', async () => {
    const bens = new MyTrips(await Client.of(cast.api, 'ben'));
    const { data } = (await annas.list()).body;
    expect((await bens.dispute(data[0].tripId)).status).toBe(404);
    expect((await annas.dispute('trp_01KAGQ6D8F0H2J4K6M8N0P2Q4R')).status).toBe(404);
  });

  it('is in the audit trail: what was said when, and by which client', async () => {
    const { completed, disputed } = ledgerOf(tripId);
    expect(completed).toMatchObject({ actor: 'trip-completion', version: 1 });
    expect(disputed).toMatchObject({ operationId: 'disputeTrip', version: 2 });
    expect(disputed?.events).toMatchObject([
      { type: 'trip.corrected', data: { tripId, change: 'disputed', reason: 'passenger' } },
    ]);
    const told = (await busEvents(cast.api)).filter(({ detail }) => detail.aggregateId === tripId);
    expect(told.map(({ detailType }) => detailType)).toEqual(['trip.completed', 'trip.corrected']);
    expect(told[1]?.detail).toMatchObject({ change: 'disputed' });
    expect(told[1]?.detail).not.toHaveProperty('reason');
  });

  it('leaves nothing in it that leads from the trip to them', async () => {
    const ledger = readItems(cast.api.dataDir, 'Ledger').map((item) => JSON.stringify(item));
    const { disputed } = ledgerOf(tripId);
    const others = ledger.filter((entry) => !entry.includes(tripId));
    expect(disputed?.requestId).toBeDefined();
    expect(others.filter((entry) => entry.includes(disputed?.requestId ?? ''))).toEqual([]);
  });
});

/** The two entries that the ledger has of a trip. */
function ledgerOf(tripId: string) {
  const entries = readItems(cast.api.dataDir, 'Ledger')
    .filter(({ aggregateId }) => aggregateId?.S === tripId)
    .map((item) => {
      const { version, events, actor, operationId, requestId } = item as Record<
        string,
        { S: string; N: string }
      >;
      return {
        version: Number(version?.N),
        events: JSON.parse(events?.S ?? '[]'),
        ...{ actor: actor?.S, operationId: operationId?.S, requestId: requestId?.S },
      };
    })
    .sort((a, b) => a.version - b.version);
  return { completed: entries[0], disputed: entries[1] };
}

it('a trip that is still going on cannot be disputed', async () => {
  const now = Date.now();
  const points = Array.from({ length: 60 }, (_, index) => ({
    at: new Date(now - (60 - index) * 1_000).toISOString(),
    speedKmh: 40,
  }));
  await device.send(points);
  const [{ tripId }] = (await annas.list()).body.data;
  expect(refusalOf(await annas.dispute(tripId))).toEqual([409, 'trip-in-progress']);
});
