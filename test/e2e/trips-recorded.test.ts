import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Point } from '../../functions/telematics/points/point.ts';
import type { components } from '../../openapi/generated/types.ts';
import { Client } from '../support/client.ts';
import { type Cast, policyOfAnna, startCast } from '../support/consents.ts';
import { collecting } from '../support/devices.ts';
import { readingConsent } from '../support/drives.ts';
import {
  areRecorded,
  driveCycles,
  labelledDrives,
  NOT_RECORDED,
  recordedVehicles,
} from '../support/recorded-drives.ts';
import { errorsOf, findings, labels, median } from '../support/recorded-truth.ts';
import { Telematics } from '../support/telematics.ts';
import { unthrottledAssembly } from '../support/unthrottled.ts';

type Trip = components['schemas']['Trip'];

const DAY_MS = 86_400_000;

/** A trip as it was read, its times as they were recorded. */
interface ReadTrip {
  startedAt: number;
  endedAt: number;
  distanceM: number;
  events: { at: number; kind: string; severity: string; peakG?: number; source: string }[];
}

let cast: Cast;
let broker: Telematics;
let reader: Telematics;
let policyId: string;
let collectingConsent: string;
let readingTrips: string;

/** Recorded drives that devices send in batches, so many days later than they were: the API takes no old points. */
describe.skipIf(!areRecorded)(`recorded drives${areRecorded ? '' : ` (skipped: ${NOT_RECORDED})`}`, () => {
  beforeAll(async () => {
    cast = await startCast({ cdkOut: unthrottledAssembly() });
    broker = new Telematics(await Client.of(cast.api, 'broker'));
    reader = new Telematics(await Client.of(cast.api, 'reader'));
    policyId = await policyOfAnna(cast.policies);
    collectingConsent = await collecting(cast, policyId);
    readingTrips = await readingConsent(cast, policyId, 'TELEMATICS_TRIPS_READ');
  });
  afterAll(() => cast?.api.stop());

  it('have every labelled event and no other', async () => {
    for (const drive of labelledDrives()) {
      const trips = await sentAndRead(drive.points, 100);
      expect(trips, `drive ${drive.drive}`).toHaveLength(1);
      const events = trips.flatMap((trip) => trip.events);
      expect(findings(events), `drive ${drive.drive}`).toEqual(labels(drive));
      expect(events.every(({ source }) => source === 'accelerometer')).toBe(true);
    }
  }, 120_000);

  it('are split into the trips that their vehicles made', async () => {
    const vehicles = recordedVehicles();
    const all = vehicles.flatMap(({ trips }) => trips);
    const errors: number[] = [];
    let read = 0;
    for (const vehicle of vehicles) {
      const trips = await sentAndRead(vehicle.points, 600);
      errors.push(...errorsOf(vehicle, trips));
      read += trips.length;
    }

    expect(errors.length / all.length).toBeGreaterThanOrEqual(0.97);
    expect(read, 'trips, and no others').toBe(all.length);
    expect(median(errors)).toBeLessThan(0.01);
  }, 240_000);

  it('of a cycle are as long as it is', async () => {
    for (const { cycle, km, points } of driveCycles(Date.UTC(2026, 0, 15, 9))) {
      const [trip, ...others] = await sentAndRead(points, 250);
      expect(others, cycle).toEqual([]);
      expect(Math.abs((trip?.distanceM ?? 0) / 1000 / km - 1), cycle).toBeLessThan(0.005);
    }
  }, 120_000);
});

/** Has a new device send points in batches of a size, and reads the trips that come of them, the oldest first. */
async function sentAndRead(points: readonly Point[], size: number): Promise<ReadTrip[]> {
  const laterMs = Math.floor((Date.now() - (points.at(-1)?.at ?? 0)) / DAY_MS) * DAY_MS;
  const device = await broker.device(policyId, collectingConsent);
  const sent = points.map(({ events: _, ...point }) => ({
    ...point,
    at: new Date(point.at + laterMs).toISOString(),
  }));
  const replies = await device.drive(sent, size);
  expect(replies.reduce((sum, { body }) => sum + body.accepted, 0)).toBe(points.length);

  const { status, body } = await reader.trips(device.deviceId, readingTrips);
  expect([status, body.next]).toEqual([200, null]);
  return body.data.map((trip: Required<Trip>) => readTrip(trip, laterMs)).reverse();
}

function readTrip({ startedAt, endedAt, distanceKm, events }: Required<Trip>, laterMs: number): ReadTrip {
  const recorded = (instant: string) => Date.parse(instant) - laterMs;
  return {
    startedAt: recorded(startedAt),
    endedAt: recorded(endedAt),
    distanceM: distanceKm * 1000,
    events: events.map((event) => ({ ...event, at: recorded(event.at) })),
  };
}
