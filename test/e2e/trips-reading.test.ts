import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drive } from '../../infra/local/demo/drive.ts';
import { Client } from '../support/client.ts';
import { type Cast, policyOfAnna, policyOfBen, startCast } from '../support/consents.ts';
import { chained } from '../support/customers.ts';
import { collecting } from '../support/devices.ts';
import { commute, onceCompleted, readingConsent, refusalOf, sendWhole } from '../support/drives.ts';
import type { SendingDevice } from '../support/sending-device.ts';
import { MyTrips, Telematics, under } from '../support/telematics.ts';
import { unthrottledAssembly } from '../support/unthrottled.ts';

const cdkOut = unthrottledAssembly();

/** What was driven, oldest first. */
const commutes = [4, 3, 2].map((daysAgo) => commute(daysAgo));

/** What is driven, and so leaves by consent alone. */
const DRIVEN = [
  'startedAt',
  'endedAt',
  'pointCount',
  'distanceKm',
  'durationSeconds',
  'maxSpeedKmh',
  'score',
];

let cast: Cast;
let policyId: string;
let device: SendingDevice;
let collects: string;
let reader: Telematics;
let annas: MyTrips;
/** Consents of Anna's to the reader: to her trips, with where they led, to her score, and to trips on another policy. */
let trips: string;
let places: string;
let score: string;
let foreign: string;

beforeAll(async () => {
  cast = await startCast({ cdkOut });
  policyId = await policyOfAnna(cast.policies);
  const other = await policyOfAnna(cast.policies);
  await policyOfBen(cast.policies);
  collects = await collecting(cast, policyId);
  device = await new Telematics(await Client.of(cast.api, 'broker')).device(policyId, collects);
  trips = await readingConsent(cast, policyId, 'TELEMATICS_TRIPS_READ');
  places = await readingConsent(cast, policyId, 'TELEMATICS_TRIPS_READ', 'LOCATION_READ');
  score = await readingConsent(cast, policyId, 'TELEMATICS_SCORE_READ');
  foreign = await readingConsent(cast, other, 'TELEMATICS_TRIPS_READ', 'LOCATION_READ');
  for (const points of commutes) await sendWhole(device, points);
  await open();
});
afterAll(() => cast?.api.stop());

async function open(): Promise<void> {
  device = device.at(cast.api);
  reader = new Telematics(await Client.of(cast.api, 'reader'));
  annas = new MyTrips(await Client.of(cast.api, 'anna'));
}

describe('a trip that is still going on', () => {
  let tripId: string;

  beforeAll(async () => {
    // It began five minutes ago, and goes on.
    await sendWhole(device, drive(Date.now() - 300_000, 0).slice(0, 200));
  });

  it('is listed first, in progress, with what it has come to by now', async () => {
    const { body } = await reader.trips(device.deviceId, trips);
    const [trip] = body.data;
    tripId = trip.tripId;
    expect(trip).toMatchObject({ version: 0, status: 'in-progress', deviceId: device.deviceId });
    expect(trip.distanceKm).toBeGreaterThan(1);
  });

  it('grows as more of it comes', async () => {
    const before = (await reader.trip(tripId, trips)).body;
    await sendWhole(device, drive(Date.parse(before.startedAt), 0).slice(220, 260));
    const after = (await reader.trip(tripId, trips)).body;
    expect(after).toMatchObject({ tripId, version: 0, status: 'in-progress' });
    expect(after.distanceKm).toBeGreaterThan(before.distanceKm);
    expect(after.endedAt > before.endedAt).toBe(true);
  });
});

describe('completed trips', () => {
  beforeAll(async () => {
    cast = await onceCompleted(cast, 4, cdkOut);
    await open();
  });

  it('are listed newest first, a page at a time, with their figures', async () => {
    const first = (await reader.trips(device.deviceId, trips, '?limit=3')).body;
    const rest = (await reader.trips(device.deviceId, trips, `?limit=3&cursor=${first.next}`)).body;
    const all = [...first.data, ...rest.data];

    expect([first.data.length, rest.data.length, rest.next]).toEqual([3, 1, null]);
    const starts = all.map(({ startedAt }) => startedAt);
    expect(starts).toEqual(starts.toSorted().toReversed());
    for (const trip of all.slice(1)) {
      expect(trip).toMatchObject({ version: 1, status: 'completed', rules: 'driving@1.0.0' });
      expect(trip.distanceKm).toBeCloseTo(all[1].distanceKm, 0);
      expect(trip.distanceKm).toBeGreaterThan(29);
    }
  });

  it('are read one by one as they are listed', async () => {
    const [listed] = (await reader.trips(device.deviceId, trips)).body.data;
    expect((await reader.trip(listed.tripId, trips)).body).toEqual(listed);
  });

  it('tell where they led where the customer consents to that too, and nowhere else', async () => {
    const { data } = (await reader.trips(device.deviceId, places)).body;
    const { tripId } = data[1];
    const { positions, pointCount } = (await reader.trip(tripId, places)).body;

    expect(positions).toHaveLength(pointCount);
    const middle = commutes.at(-1)?.[900];
    expect(positions).toContainEqual({
      ...{ at: middle?.at, speedKmh: middle?.speedKmh },
      ...{ lat: middle?.lat, lon: middle?.lon },
    });
    expect(JSON.stringify(data)).not.toContain('"lat"');
    expect((await reader.trip(tripId, trips)).body).not.toHaveProperty('positions');
    expect(JSON.stringify((await annas.list()).body)).not.toContain('"lat"');
  });

  it('are the customer’s to see, and nobody else’s', async () => {
    const { body } = await annas.list('?limit=2');
    const bens = new MyTrips(await Client.of(cast.api, 'ben'));
    expect(body.data).toEqual((await reader.trips(device.deviceId, trips, '?limit=2')).body.data);
    expect((await bens.list()).body).toEqual({ data: [], next: null });
  });

  it.each<[string, () => string, number]>([
    ['a consent for another policy', () => foreign, 404],
    ['a consent to the score alone', () => score, 403],
    ['the consent by which the device collects', () => collects, 404],
  ])('stay unknown to who names %s', async (_what, consentId, status) => {
    const [{ tripId }] = (await reader.trips(device.deviceId, trips)).body.data;
    expect((await reader.trips(device.deviceId, consentId())).status).toBe(status);
    expect((await reader.trip(tripId, consentId())).status).toBe(status);
  });

  it.each(['broker', 'reader', 'handler'])('stay unknown without a consent to the %s', async (name) => {
    const [{ tripId }] = (await reader.trips(device.deviceId, trips)).body.data;
    const client = await Client.of(cast.api, name);
    expect((await client.call('listTrips', 'GET', `/devices/${device.deviceId}/trips`)).status).toBe(404);
    expect((await client.call('getTrip', 'GET', `/trips/${tripId}`)).status).toBe(404);
  });

  it('are no part of what the partner collects them for', async () => {
    const broker = await Client.of(cast.api, 'broker');
    const path = `/devices/${device.deviceId}/trips`;
    const reply = await broker.call('listTrips', 'GET', path, { headers: under(collects) });
    expect(refusalOf(reply)).toEqual([403, 'consent-permission']);
  });

  it('are on record each time that they are shown: what of them, by which consent, and of which policy', async () => {
    const consentId = await readingConsent(cast, policyId, 'TELEMATICS_TRIPS_READ', 'LOCATION_READ');
    const [{ tripId }] = (await reader.trips(device.deviceId, consentId)).body.data;
    await reader.trip(tripId, consentId);

    const customer = await Client.of(cast.api, 'anna');
    const list = (query: string) => customer.call('listMyReleases', 'GET', `/me/releases${query}`);
    const { receipts } = await chained(
      list,
      (all) => all.filter((receipt) => receipt.consentId === consentId).length >= 2,
    );
    const own = receipts.filter((receipt) => receipt.consentId === consentId);
    expect(own.map(({ operationId, classes, objects }) => ({ operationId, classes, objects }))).toEqual([
      { operationId: 'listTrips', classes: ['driving'], objects: [{ policyId }] },
      { operationId: 'getTrip', classes: ['driving', 'location'], objects: [{ policyId }] },
    ]);
  });

  it('are masked, and without a receipt, while the customer has processing restricted', async () => {
    const staff = await Client.of(cast.api, 'handler');
    const [{ tripId }] = (await reader.trips(device.deviceId, places)).body.data;
    const { customerId } = (await cast.policies.get(policyId)).body;
    const erasures = `/customers/${customerId}/erasures`;
    // Cover is in force: the wish to be forgotten restricts.
    await staff.call('eraseCustomer', 'POST', erasures, { body: {} });

    const { status, body } = await reader.trip(tripId, places);

    expect(status).toBe(200);
    for (const name of [...DRIVEN, 'positions', 'events', 'reasons']) expect(body).not.toHaveProperty(name);
    await staff.call('liftRestriction', 'DELETE', `/customers/${customerId}/restriction`);
    expect((await reader.trip(tripId, places)).body).toHaveProperty('positions');
  });

  it('are read no more once the reading consent has ended, and are kept', async () => {
    await cast.anna.withdraw(trips);
    expect((await reader.trips(device.deviceId, trips)).status).toBe(403);
    expect((await reader.trips(device.deviceId, places)).body.data).toHaveLength(4);
  });
});
