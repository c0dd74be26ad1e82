import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drive, type Measured } from '../../infra/local/demo/drive.ts';
import type { components } from '../../openapi/generated/types.ts';
import { Client } from '../support/client.ts';
import { type Cast, policyOfAnna, startCast } from '../support/consents.ts';
import { collecting } from '../support/devices.ts';
import { readingConsent } from '../support/drives.ts';
import { keptPoints, pseudonymOf } from '../support/kept-driving.ts';
import type { SendingDevice } from '../support/sending-device.ts';
import { Telematics } from '../support/telematics.ts';
import { unthrottledAssembly } from '../support/unthrottled.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** A week ago, so that a delay of three days stays within thirty. */
const MONDAY = Math.floor(Date.now() / DAY_MS) * DAY_MS - 7 * DAY_MS + 8 * 60 * MINUTE_MS;

/** A way to work, one home by night with two scares, and one on the next day; as long at rest as parts two trips. */
const DRIVEN: readonly Measured[] = [
  ...drive(MONDAY, 0),
  ...drive(MONDAY + 14.5 * 60 * MINUTE_MS, 2),
  ...drive(MONDAY + DAY_MS, 1),
];

let cast: Cast;
let reader: Telematics;
let clean: object[];

beforeAll(async () => {
  cast = await startCast({ cdkOut: unthrottledAssembly() });
  reader = new Telematics(await Client.of(cast.api, 'reader'));
  clean = await tripsBy((device) => device.drive(DRIVEN));
});
afterAll(() => cast?.api.stop());

/** The trips of a new device that sends in its own way. Its clock is off by so much, which their times are put right by. */
async function tripsBy(send: (device: SendingDevice) => Promise<unknown>, offMs = 0): Promise<object[]> {
  const { trips } = await sentBy(send, offMs);
  return trips;
}

async function sentBy(send: (device: SendingDevice) => Promise<unknown>, offMs = 0) {
  const policyId = await policyOfAnna(cast.policies);
  const telematics = new Telematics(await Client.of(cast.api, 'broker'));
  const device = await telematics.device(policyId, await collecting(cast, policyId));
  await send(device);
  const consentId = await readingConsent(cast, policyId, 'TELEMATICS_TRIPS_READ');
  const { status, body } = await reader.trips(device.deviceId, consentId);
  expect(status).toBe(200);
  const pseudonym = pseudonymOf(cast.api.dataDir, device.deviceId);
  return {
    trips: body.data.map((trip: Shown) => shown(trip, offMs)),
    points: keptPoints(cast.api.dataDir, pseudonym),
  };
}

/** A trip as it is answered. */
type Shown = components['schemas']['Trip'];

/** What is to be the same of a trip, whichever way its points came. */
function shown(
  { tripId: _, deviceId: __, startedAt, endedAt, events, ...trip }: Shown,
  offMs: number,
): object {
  const right = (instant = '') => new Date(Date.parse(instant) - offMs).toISOString();
  return {
    ...trip,
    startedAt: right(startedAt),
    endedAt: right(endedAt),
    events: events?.map((event) => ({ ...event, at: right(event.at) })),
  };
}

function moved(points: readonly Measured[], byMs: number): Measured[] {
  return points.map((point) => ({ ...point, at: new Date(Date.parse(point.at) + byMs).toISOString() }));
}

function batchesOf(points: readonly Measured[], size: number): Measured[][] {
  return Array.from({ length: Math.ceil(points.length / size) }, (_, index) =>
    points.slice(index * size, (index + 1) * size),
  );
}

/** In another order, always the same one. */
function shuffled<Each>(all: readonly Each[]): Each[] {
  const keys = new Map(all.map((each, index) => [each, (index * 7919) % all.length]));
  return all.toSorted((one, other) => (keys.get(one) ?? 0) - (keys.get(other) ?? 0));
}

describe('the same drives are the same trips', () => {
  it('which are three, with their scares', () => {
    expect(clean).toHaveLength(3);
    expect(clean.map((trip) => (trip as { events: object[] }).events.length > 0)).toContain(true);
  });

  it('when every twentieth point is sent twice, and batches come in any order', async () => {
    const again = DRIVEN.filter((_, index) => index % 20 === 0);
    const batches = shuffled([...batchesOf(DRIVEN, 60), ...batchesOf(again, 40)]);
    const replies: number[] = [];
    const { trips, points } = await sentBy(async (device) => {
      for (const batch of batches) replies.push((await device.send(batch)).body.accepted);
    });
    expect(trips).toEqual(clean);
    expect(replies.reduce((sum, accepted) => sum + accepted, 0)).toBe(DRIVEN.length);
    expect(points).toHaveLength(DRIVEN.length);
  });

  it('when points are shuffled across batches', async () => {
    expect(await tripsBy((device) => device.drive(shuffled(DRIVEN), 599))).toEqual(clean);
  });

  it('when they come three days late', async () => {
    const late = moved(DRIVEN, -3 * DAY_MS);
    expect(await tripsBy((device) => device.drive(late), -3 * DAY_MS)).toEqual(clean);
  });

  it.each([-120, 120])('by a clock that is %i seconds off', async (seconds) => {
    const offMs = seconds * 1000;
    const sentAt = () => ({ sentAt: new Date(Date.now() + offMs).toISOString() });
    const trips = await tripsBy(async (device) => {
      for (const batch of batchesOf(moved(DRIVEN, offMs), 120)) await device.send(batch, sentAt());
    }, offMs);
    expect(trips).toEqual(clean);
  });

  it('when all batches come at the same time, compressed, and each one twice', async () => {
    const batches = batchesOf(DRIVEN, 300);
    const { trips, points } = await sentBy(async (device) => {
      const replies = await Promise.all(
        [...batches, ...batches].map((batch) => device.sendCompressed(batch)),
      );
      expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 202));
      const taken = replies.reduce((sum, { body }) => sum + body.accepted, 0);
      expect(taken).toBe(DRIVEN.length);
    });
    expect(trips).toEqual(clean);
    expect(points).toHaveLength(DRIVEN.length);
  });
});
