import { gzipSync } from 'node:zlib';
import { type AttributeValue, DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { startApi } from '../support/api.ts';
import { inMinutes } from '../support/consents.ts';
import { completedTrips, until } from '../support/drives.ts';
import type { SendingDevice } from '../support/sending-device.ts';
import { startUnitMeter, type UnitMeter } from '../support/unit-meter.ts';
import { driveOf, type FullPoint } from './drives.ts';
import { startFleet } from './fleet.ts';
import { tableOf } from './tables.ts';

/** A little more than an hour and a half, so that no batch is cut short. */
const POINTS = 6_000;

/** After so long the car is known to be at rest, whatever its device's habits are. */
const AT_REST_MINUTES = 10;

/** What keeping points takes that come in batches of one size. */
export interface StorageCost {
  batchSize: number;
  /** Points for each write unit of the table of raw batches, and of all tables until the trip is scored. */
  perRawUnit: number;
  perUnit: number;
  /** Bytes of each point: as they are kept with keys and all, as JSON, and as JSON that is compressed. */
  keptBytes: number;
  jsonBytes: number;
  gzipBytes: number;
}

/** Sends one drive, every field of every point filled, in batches of this size; counts what DynamoDB says it consumed. */
export async function measureStorage(batchSize: number): Promise<StorageCost> {
  const meter = await startUnitMeter();
  const env = { DYNAMODB_ENDPOINT: meter.endpoint };
  const { api, cdkOut, devices } = await startFleet(1, env);
  const { dataDir } = api;
  const batches = batchesOf(batchSize);
  try {
    meter.reset();
    for (const device of devices) await sendAll(device, batches);
    await api.stop();
    // Some minutes later the trip is over, which the job finds out as it starts.
    const later = await startApi({ dataDir, cdkOut, env: { ...env, NOW: inMinutes(AT_REST_MINUTES) } });
    await until(async () => (await completedTrips({ api: later })).length > 0);
    await until(async () => unitsOf(meter, /Scores/) > 0);
    await later.stop();
    return {
      batchSize,
      perRawUnit: POINTS / unitsOf(meter, /Telemetry/),
      perUnit: POINTS / unitsOf(meter, /Telemetry|Cursors|Trips|Scores|Ledger/),
      keptBytes: (await bytesKept(meter)) / POINTS,
      jsonBytes: sizeOf(batches, (json) => Buffer.byteLength(json)) / POINTS,
      gzipBytes: sizeOf(batches, (json) => gzipSync(json).length) / POINTS,
    };
  } finally {
    await meter.close();
  }
}

function batchesOf(size: number): FullPoint[][] {
  const points = driveOf(size, Date.now() - 4 * 3_600_000, POINTS);
  return Array.from({ length: POINTS / size }, (_, index) => points.slice(index * size, (index + 1) * size));
}

async function sendAll(device: SendingDevice, batches: readonly FullPoint[][]): Promise<void> {
  for (const batch of batches) {
    const { status, body } = await device.send(batch);
    if (status !== 202 || body.accepted !== batch.length) throw new Error(JSON.stringify(body));
  }
}

/** The write units of all tables and indexes of such a name. */
function unitsOf(meter: UnitMeter, name: RegExp): number {
  const places = [...meter.written()].filter(([place]) => name.test(place));
  return places.flatMap(([, keys]) => [...keys.values()]).reduce((sum, units) => sum + units, 0);
}

function sizeOf(batches: readonly object[], size: (json: string) => number): number {
  return batches.reduce((sum, batch) => sum + size(JSON.stringify(batch)), 0);
}

/** The size of all raw batches as DynamoDB counts it: names and values. */
async function bytesKept({ endpoint }: UnitMeter): Promise<number> {
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
  const client = new DynamoDBClient({ endpoint, region: 'local', credentials });
  let bytes = 0;
  const TableName = await tableOf(client, /Telemetry/);
  for await (const { Items: items = [] } of paginateScan({ client }, { TableName })) {
    for (const item of items) {
      for (const [name, value] of Object.entries(item)) bytes += name.length + lengthOf(value);
    }
  }
  return bytes;
}

/** A number takes a byte for each two digits, and one more. */
function lengthOf({ S: text, N: number, B: binary }: AttributeValue): number {
  if (binary) return binary.length;
  return text === undefined ? Math.ceil((number ?? '').length / 2) + 1 : Buffer.byteLength(text);
}
