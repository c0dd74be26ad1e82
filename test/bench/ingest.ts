import { gzipSync } from 'node:zlib';
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { unpack } from '../../functions/telematics/points/packing.ts';
import { startDynamoDb } from '../../infra/local/dynamodb/dynoxide.ts';
import { deviceToken } from '../support/device-tokens.ts';
import type { SendingDevice } from '../support/sending-device.ts';
import { driveOf } from './drives.ts';
import { type Fleet, startFleet } from './fleet.ts';
import { tableOf } from './tables.ts';

const DEVICES = 24;
const BATCH = 600;
/** Each trip is fifty minutes, and the next one begins an hour after it did. */
const TRIP_BATCHES = 5;
const TRIPS = 7;
const HOUR_MS = 3_600_000;

/** How fast points come in until their trips can be read, and what became of them. */
export interface Ingest {
  coding: 'identity' | 'gzip';
  sent: number;
  seconds: number;
  perSecond: number;
  /** The median and the slowest of twenty answers, in milliseconds. */
  p50: number;
  p95: number;
  /** Points that were accepted, are kept, and are in trips: all that were sent, or something was lost or came twice. */
  accepted: number;
  kept: number;
  inTrips: number;
}

/** Sends what a fleet has stored, each device its own drives one batch after the other, all devices at once. */
export async function measureIngest(coding: Ingest['coding']): Promise<Ingest> {
  const fleet = await startFleet(DEVICES);
  // The functions' threads are compiled by then, and every device has a token and a cursor.
  await sendAll(fleet, coding, { startedAt: Date.now() - 48 * HOUR_MS, trips: 1 });
  const before = await pointsInTrips(fleet);
  const { begunAt, times, accepted } = await sendAll(fleet, coding, {
    startedAt: Date.now() - 20 * HOUR_MS,
    trips: TRIPS,
  });
  const inTrips = (await pointsInTrips(fleet)) - before;
  const seconds = (performance.now() - begunAt) / 1000;
  await fleet.api.stop();
  const sent = DEVICES * TRIPS * TRIP_BATCHES * BATCH;
  times.sort((a, b) => a - b);
  const quantile = (share: number) => times[Math.floor(share * times.length)] ?? Number.NaN;
  return {
    coding,
    sent,
    seconds,
    perSecond: sent / seconds,
    p50: quantile(0.5),
    p95: quantile(0.95),
    accepted,
    kept: (await pointsKept(fleet)) - before,
    inTrips,
  };
}

async function sendAll(
  { api, devices }: Fleet,
  coding: Ingest['coding'],
  drives: { startedAt: number; trips: number },
) {
  const url = `${api.url}/telemetry`;
  const loads = devices.map((_, seed) => bodiesOf(seed, coding, drives));
  const tokens = await Promise.all(devices.map(({ deviceId, key }) => deviceToken(deviceId, key)));
  const times: number[] = [];
  let accepted = 0;
  const begunAt = performance.now();
  await Promise.all(
    loads.map(async (bodies, index) => {
      for (const body of bodies) {
        const start = performance.now();
        const taken = await post(url, { body, coding, token: tokens[index] ?? '' });
        accepted += taken;
        times.push(performance.now() - start);
      }
    }),
  );
  return { begunAt, times, accepted };
}

/** What a device sends, made ready beforehand: to make it up is no part of what is measured. */
function bodiesOf(
  seed: number,
  coding: Ingest['coding'],
  { startedAt, trips }: { startedAt: number; trips: number },
): Uint8Array<ArrayBuffer>[] {
  return Array.from({ length: trips }, (_, trip) =>
    driveOf(1 + seed + trip * DEVICES, startedAt + trip * HOUR_MS, TRIP_BATCHES * BATCH),
  ).flatMap((points, trip) =>
    Array.from({ length: TRIP_BATCHES }, (_, batch) => {
      const body = {
        sequence: trip * TRIP_BATCHES + batch,
        points: points.slice(batch * BATCH, (batch + 1) * BATCH),
      };
      const json = JSON.stringify(body);
      return new Uint8Array(coding === 'gzip' ? gzipSync(json) : Buffer.from(json));
    }),
  );
}

/** How many points of a batch were accepted. */
async function post(
  url: string,
  { body, coding, token }: { body: Uint8Array<ArrayBuffer>; coding: Ingest['coding']; token: string },
): Promise<number> {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    ...(coding === 'gzip' && { 'content-encoding': coding }),
  };
  const answer = await fetch(url, { method: 'POST', headers, body });
  const receipt = (await answer.json()) as { accepted?: number };
  if (answer.status !== 202) throw new Error(`a batch was answered ${JSON.stringify(receipt)}`);
  return receipt.accepted ?? 0;
}

/** How many points the trips have that a partner can read, of all devices. */
async function pointsInTrips({ devices, telematics, readingConsentId }: Fleet): Promise<number> {
  const listed = async ({ deviceId }: SendingDevice): Promise<number> => {
    const { status, body } = await telematics.trips(deviceId, readingConsentId);
    if (status !== 200) throw new Error(JSON.stringify(body));
    return body.data.reduce((sum: number, { pointCount }: { pointCount: number }) => sum + pointCount, 0);
  };
  return (await Promise.all(devices.map(listed))).reduce((sum, count) => sum + count, 0);
}

/** How many points the raw batches hold. The API has ended by then, and left its database. */
async function pointsKept({ api: { dataDir } }: Fleet): Promise<number> {
  const { hostname, port, close } = await startDynamoDb(dataDir);
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
  const client = new DynamoDBClient({ endpoint: `http://${hostname}:${port}`, region: 'local', credentials });
  let points = 0;
  const TableName = await tableOf(client, /Telemetry/);
  for await (const { Items: items = [] } of paginateScan({ client }, { TableName })) {
    for (const item of items) {
      const packed = Object.values(item).find(({ B: bytes }) => bytes !== undefined)?.B;
      if (!packed) throw new Error('a raw batch holds no points');
      points += unpack(packed).length;
    }
  }
  await close();
  return points;
}
