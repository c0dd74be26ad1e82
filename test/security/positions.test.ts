import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../support/altered-assembly.ts';
import { type RunningApi, startApi } from '../support/api.ts';
import { Client } from '../support/client.ts';
import { type Cast, castOf, policyOfAnna, startCast } from '../support/consents.ts';
import { deviceToken } from '../support/device-tokens.ts';
import { collecting } from '../support/devices.ts';
import { commute, onceCompleted, readingConsent, until } from '../support/drives.ts';
import { busEvents } from '../support/events.ts';
import { planted, positionsIn } from '../support/planted-positions.ts';
import { type Answered, type Sent, send } from '../support/request.ts';
import type { SendingDevice } from '../support/sending-device.ts';
import { readTables } from '../support/sqlite-tables.ts';
import { Telematics, under } from '../support/telematics.ts';
import { unthrottledAssembly } from '../support/unthrottled.ts';

/** Where driving data lie, and positions with them, by the names that the stack gives its tables. */
const TELEMATICS = /^local-data-(Telemetry|Cursors|Trips)[0-9A-F]{8}$/;

const DATABASE = 'dynamodb.sqlite';
const cdkOut = unthrottledAssembly();
const drive = planted(commute(3, 2)).slice(0, 1_200);

let cast: Cast;
let policyId: string;
let customerId: string;
let device: SendingDevice;
let tripId: string;
/** Consents to trips and scores, and to where trips led. */
let trips: string;
let places: string;
/** Every answer but those that may hold positions. */
const answers: Answered[] = [];

async function ask(name: string, sent: Sent): Promise<Answered> {
  const answer = await send(cast.api, { token: await cast.api.token(name), ...sent });
  answers.push(answer);
  return answer;
}

/** Throws where there is nothing to be read. */
async function read(name: string, sent: Sent): Promise<Answered> {
  const answer = await ask(name, sent);
  if (answer.status >= 300) throw new Error(`${sent.path}: ${answer.status} ${answer.text}`);
  return answer;
}

async function post(body: unknown, headers: Record<string, string> = {}): Promise<Answered> {
  const token = await deviceToken(device.deviceId, device.key);
  const answer = await send(cast.api, { method: 'POST', path: '/telemetry', token, body, headers });
  answers.push(answer);
  return answer;
}

/** A drive, two starts and three dozen requests, one after the other. */
const PATIENCE_MS = 180_000;

beforeAll(async () => {
  cast = await startCast({ cdkOut });
  policyId = await policyOfAnna(cast.policies);
  ({ customerId } = (await cast.policies.get(policyId)).body);
  const telematics = new Telematics(await Client.of(cast.api, 'broker'));
  device = await telematics.device(policyId, await collecting(cast, policyId));
  trips = await readingConsent(cast, policyId, 'TELEMATICS_TRIPS_READ', 'TELEMATICS_SCORE_READ');
  places = await readingConsent(cast, policyId, 'TELEMATICS_TRIPS_READ', 'LOCATION_READ');
  await sendDrive();
  await sendRubbish();
  cast = await onceCompleted(cast, 1, cdkOut);
  await readAll();
}, PATIENCE_MS);
afterAll(() => cast?.api.stop());

/** The drive in two batches, the second of them twice. */
async function sendDrive(): Promise<void> {
  const [first, second] = [drive.slice(0, 600), drive.slice(600)];
  for (const [sequence, points] of [first, second, second].entries()) await post({ sequence, points });
}

/** The same places in batches that are refused, whole or in part. */
async function sendRubbish(): Promise<void> {
  const points = drive.slice(0, 20);
  const spoilt = (instead: object) => points.map((point) => ({ ...point, ...instead }));
  await post({ sequence: 3, points: spoilt({ at: '2099-01-01T00:00:00Z' }) });
  await post({ sequence: 4, points: spoilt({ speedKmh: 900 }) });
  await post({ sequence: 5, points: points.map((point) => ({ ...point, lat: String(point.lat) })) });
  await post({ sequence: 6, points, places: points });
  await post({ sequence: points, points });
  await post(JSON.stringify({ sequence: 7, points }).slice(0, -3));
  await post(JSON.stringify({ sequence: 8, points }), { 'content-encoding': 'gzip' });
  await ask('broker', { method: 'POST', path: '/telemetry', body: { sequence: 9, points } });
  await ask('broker', { path: `/trips/${points[0]?.lat}` });
}

/** Whatever can be read of a device, its trips, their customer and the policy, by whoever may. */
async function readAll(): Promise<void> {
  const list = `/devices/${device.deviceId}/trips`;
  const { json } = await read('reader', { path: list, headers: under(trips) });
  tripId = json.data[0].tripId;
  await until(async () => (await read('handler', { path: score() })).json.tripCount === 1);
  for (const path of [`/trips/${tripId}`, score()]) await read('reader', { path, headers: under(trips) });
  await read('reader', { path: list, headers: under(places) });
  const dispute = { path: `/me/trips/${tripId}/dispute`, body: { reason: 'passenger' } };
  await read('anna', { method: 'POST', ...dispute });
  for (const path of ['trips', 'releases', 'consents', 'policies', 'claims'])
    await read('anna', { path: `/me/${path}` });
  for (const path of ['', '/transactions', '/schedule'])
    await read('broker', { path: `/policies/${policyId}${path}` });
  for (const path of [`/devices/${device.deviceId}`, '/policies', '/consents', '/quotes', '/claims'])
    await read('broker', { path });
  for (const path of ['export', 'releases'])
    await read('handler', { path: `/customers/${customerId}/${path}` });
}

const score = () => `/policies/${policyId}/driving-score`;

/** All files of a folder but the database, as Latin text. */
function filesIn(directory: string): string {
  const entries = readdirSync(directory, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith(DATABASE))
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'))
    .join('\n');
}

it('degrees are found however they are written, and no id is taken for them', () => {
  const encoded = Buffer.from(`${'-'.repeat(40)}{"lat":71.3402}`).toString('base64');
  expect(positionsIn('{"lat":71.3402,"lon":143.78712}')).toEqual(['71.3402', '143.78712']);
  expect(positionsIn('[71340212,14378712]')).toEqual(['71340212', '14378712']);
  expect(positionsIn(encoded)).not.toEqual([]);
  expect(positionsIn('07161668-aaaa 71616680-bbbb 1071.523 71.52 51.3402')).toEqual([]);
});

describe('where somebody drove', () => {
  it('is told by a trip that is read under a consent to it', async () => {
    const client = await Client.of(cast.api, 'reader');
    const { body } = await client.call('getTrip', 'GET', `/trips/${tripId}`, { headers: under(places) });
    expect(positionsIn(JSON.stringify(body)).length).toBeGreaterThan(2_000);
  });

  it('is told by no other answer', () => {
    const statuses = new Set(answers.map(({ status }) => status));
    expect([...statuses]).toEqual(expect.arrayContaining([200, 202, 400, 404]));
    expect(answers.filter(({ text }) => positionsIn(text).length > 0)).toEqual([]);
  });

  it('is told by no event', async () => {
    const events = await busEvents(cast.api);
    expect(events.map(({ detailType }) => detailType)).toEqual(
      expect.arrayContaining(['trip.completed', 'trip.corrected', 'driving-score.updated']),
    );
    expect(positionsIn(JSON.stringify(events))).toEqual([]);
  });

  it('is told by no log, and no other file', () => {
    const files = filesIn(cast.api.dataDir);
    expect(files).toContain('trip.completed');
    expect(files).toContain('"operationId":"postTelemetry"');
    expect(positionsIn(files + cast.api.output())).toEqual([]);
  });

  it('lies in no table but those of telematics, whose cursors and trips have no list of places either', () => {
    const tables = [...readTables(join(cast.api.dataDir, DATABASE))];
    const telematics = tables.filter(([name]) => TELEMATICS.test(name));
    const others = tables.filter(([name]) => !TELEMATICS.test(name));

    expect(telematics).toHaveLength(3);
    expect(others.filter(([, rows]) => rows.includes(policyId)).length).toBeGreaterThan(3);
    for (const [name, rows] of others) expect(positionsIn(rows), name).toEqual([]);
    const [[, ofTrips] = ['', '']] = telematics.filter(([name]) => name.includes('Trips'));
    expect(ofTrips).toContain(tripId);
    expect(positionsIn(ofTrips)).toEqual([]);
  });

  it('and by whom: no table of telematics names the device, its policy or its customer', () => {
    const tables = [...readTables(join(cast.api.dataDir, DATABASE))];
    const telematics = tables.filter(([name]) => TELEMATICS.test(name)).map(([, rows]) => rows);
    for (const id of [device.deviceId, policyId, customerId]) {
      expect(telematics.filter((rows) => rows.includes(id))).toEqual([]);
    }
  });
});

describe('a leak', () => {
  let leaky: RunningApi | undefined;
  afterAll(() => leaky?.stop());

  it('is found', async () => {
    const altered = unthrottledAssembly();
    const code = codeOf(altered, 'telemetry');
    renameSync(join(code, 'index.mjs'), join(code, 'tight.mjs'));
    const leak = `import { handler as tight } from './tight.mjs';
      export const handler = (event, context) => { console.log(JSON.stringify(event)); return tight(event, context); };`;
    writeFileSync(join(code, 'index.mjs'), leak);
    const { dataDir } = cast.api;
    await cast.api.stop();
    leaky = await startApi({ dataDir, cdkOut: altered });
    cast = await castOf(leaky);

    await post({ sequence: 10, points: drive.slice(0, 20) });

    await until(async () => positionsIn(filesIn(join(dataDir, 'logs'))).length > 0);
  });
});
