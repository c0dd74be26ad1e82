import { randomInt, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { RunningApi } from './api.ts';
import { inMinutes } from './consents.ts';
import { daysAhead } from './days.ts';
import { type DeviceKey, deviceToken, newDeviceKey } from './device-tokens.ts';
import { Planter } from './planted.ts';
import { insureAnna } from './planted-insured.ts';
import type { Answered } from './request.ts';

/** A device, and what its partner and its customer come with. */
interface Driven {
  planter: Planter;
  policyId: string;
  deviceId: string;
  key: DeviceKey;
  /** The header that names the consent that collects and reads. */
  under: Record<string, string>;
  anna: string;
}

/** Registers a device, drives with it and reads what was driven, with planted values in every place that takes one. */
export async function plantTelematics(api: RunningApi): Promise<Planter> {
  const planter = new Planter(api, await api.token('broker'));
  const [anna, handler] = [await api.token('anna'), await api.token('handler')];
  const { policyId, customerId } = await insureAnna(planter, daysAhead(-20));
  const under = { 'x-consent-id': await granted(planter, anna, policyId) };
  await refuseDevices(planter, policyId, under);
  const key = await newDeviceKey();
  const { json: device } = await register(planter, under, { policyId, publicKeyJwk: key.publicKeyJwk });
  const driven = { planter, policyId, deviceId: device.deviceId, key, under, anna };
  await drive(driven);
  await refuseBatches(driven);
  await read(driven);
  await planter.ask({ method: 'GET', path: `/customers/${customerId}/export`, token: handler });
  await planter.ask({ method: 'DELETE', path: `/devices/${device.deviceId}` });
  await post(driven, { sequence: 9, points: points() });
  return planter;
}

async function granted(planter: Planter, anna: string, policyId: string): Promise<string> {
  const permissions = [
    'TELEMATICS_COLLECT',
    'TELEMATICS_TRIPS_READ',
    'TELEMATICS_SCORE_READ',
    'LOCATION_READ',
  ];
  const purpose = 'A premium by how you drive.';
  const body = { permissions, purpose, objects: [{ policyId }], expiresAt: inMinutes(60) };
  const { json: consent } = await planter.ask({ path: '/consents', body });
  await planter.ask({ path: `/me/consents/${consent.consentId}/authorisation`, token: anna });
  return consent.consentId;
}

function register(planter: Planter, headers: Record<string, string>, said: object): Promise<Answered> {
  return planter.ask({
    path: '/devices',
    headers: { ...headers, 'idempotency-key': planter.secret() },
    body: { kind: 'smartphone', ...said },
  });
}

/** Devices that are not registered, each for its own reason. */
async function refuseDevices(
  planter: Planter,
  policyId: string,
  under: Record<string, string>,
): Promise<void> {
  const { publicKeyJwk } = await newDeviceKey();
  const good = { policyId, publicKeyJwk };
  await register(planter, {}, good);
  await register(planter, { 'x-consent-id': planter.secret('') }, good);
  for (const wrong of [
    { policyId: planter.secret('') },
    { kind: planter.secret('') },
    { [planter.secret('')]: planter.secret('') },
    { publicKeyJwk: { ...publicKeyJwk, d: planter.secret('') } },
    { publicKeyJwk: { ...publicKeyJwk, x: planter.secret('') } },
    { publicKeyJwk: { ...publicKeyJwk, use: planter.secret('') } },
  ])
    await register(planter, under, { ...good, ...wrong });
  // What nobody looks at is not kept either.
  const named = { ...(await newDeviceKey()).publicKeyJwk, kid: planter.secret('') };
  await register(planter, under, { policyId, publicKeyJwk: named });
}

async function post({ planter, deviceId, key }: Driven, body: unknown, headers = {}): Promise<Answered> {
  return planter.ask({ path: '/telemetry', token: await deviceToken(deviceId, key), body, headers });
}

/** A minute of driving, somewhere. Where it was may lie in tables of telematics, and is searched for elsewhere. */
function points() {
  const start = Date.now() - randomInt(400, 80_000) * 1000;
  return Array.from({ length: 4 }, (_, index) => ({
    at: new Date(start + index * 15_000).toISOString(),
    lat: 51.05,
    lon: 3.71 + index * 0.002,
    speedKmh: 43.2,
  }));
}

/** What is taken, some of it compressed. */
async function drive(driven: Driven): Promise<void> {
  const { planter } = driven;
  await post(driven, { sequence: 1, sentAt: new Date().toISOString(), points: points() });
  const packed = gzipSync(JSON.stringify({ sequence: 2, points: points() }));
  await post(driven, new Uint8Array(packed), { 'content-encoding': 'gzip' });
  // Each is bad by itself, and all of the batch is answered.
  const bad = [planter.secret(''), { at: planter.secret('') }, { [planter.secret('')]: planter.secret('') }];
  await post(driven, { sequence: 3, points: bad });
}

/** What is refused as a whole. */
async function refuseBatches(driven: Driven): Promise<void> {
  const { planter, deviceId, key } = driven;
  const batch = { sequence: 4, points: points() };
  await post(driven, { ...batch, [planter.secret('')]: planter.secret('') });
  await post(driven, { ...batch, sequence: planter.secret('') });
  await post(driven, JSON.stringify(batch).slice(0, -1));
  await post(driven, batch, { 'content-type': `text/${randomUUID()}` });
  await post(driven, batch, { 'content-encoding': 'gzip' });
  await post(driven, { ...batch, points: Array.from({ length: 601 }, () => planter.secret('')) });
  const forged = await deviceToken(deviceId, await newDeviceKey());
  const named = await deviceToken(deviceId, key, { name: planter.secret('') }, { jku: planter.secret('') });
  for (const token of [forged, named, planter.secret('')])
    await planter.ask({ path: '/telemetry', token, body: batch });
}

/** What was driven, as its partner and its customer see it, and what both ask amiss. */
async function read({ planter, policyId, deviceId, under, anna }: Driven): Promise<void> {
  const get = (path: string, headers = under) => planter.ask({ method: 'GET', path, headers });
  const { json: page } = await get(`/devices/${deviceId}/trips`);
  const [{ tripId }] = page.data;
  await get(`/trips/${tripId}`);
  await get(`/policies/${policyId}/driving-score`);
  await get(`/devices/${deviceId}`);
  for (const path of ['/devices/', '/trips/', `/devices/${deviceId}/trips?cursor=`])
    await get(`${path}${planter.secret('')}`);
  await get(`/trips/${tripId}`, { 'x-consent-id': planter.secret('') });
  await planter.ask({ method: 'GET', path: '/me/trips', token: anna });
  const dispute = { path: `/me/trips/${tripId}/dispute`, token: anna };
  await planter.ask({ ...dispute, body: { reason: planter.secret('') } });
  // It is still going on.
  await planter.ask({ ...dispute, body: { reason: 'passenger' } });
}
