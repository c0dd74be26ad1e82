import { drive } from '../../infra/local/demo/drive.ts';
import { alteredAssembly } from './altered-assembly.ts';
import type { RunningApi } from './api.ts';
import { Client } from './client.ts';
import { type Cast, castOf, consentRequest } from './consents.ts';
import { Customers } from './customers.ts';
import { deviceToken, newDeviceKey } from './device-tokens.ts';
import { until } from './drives.ts';
import { allGood } from './every-operation.ts';
import { fresh } from './policies.ts';
import { quoteRequest } from './risks.ts';
import type { SendingDevice, SentPoint } from './sending-device.ts';
import { authorised, MyTrips, Telematics, under } from './telematics.ts';

const DAY_MS = 86_400_000;
const EXPIRES = '2028-06-01T00:00:00Z';

/** When a car is insured, is driven, has come to rest, and is to be insured for another year. */
export const INSURED = '2026-12-01T09:00:00Z';
export const DRIVEN = '2027-11-10T09:00:00Z';
export const AT_REST = '2027-11-10T09:10:00Z';
export const RENEWED = '2027-11-17T09:00:00Z';

/** Enough for a score that counts. */
export const COMMUTES = 11;

/** What is known of a car and its driver once it was driven. */
export interface Driving {
  policyId: string;
  device: SendingDevice;
  /** The consents by which is collected, and by which the policy's own partner may read. */
  collects: string;
  reads: string;
}

/** The synthesized app without limits of requests, in which the ends of consents come to the purge at once. */
export function promptAssembly(): string {
  return alteredAssembly(({ Type: type, Properties: properties = {} }, logicalId) => {
    if (type === 'AWS::SQS::Queue' && logicalId.startsWith('Ends')) properties.DelaySeconds = 0;
    if (type === 'AWS::ApiGateway::UsagePlan') properties.Throttle = { BurstLimit: 5_000, RateLimit: 5_000 };
    return true;
  });
}

/** A motor policy of Anna's for the year to come. */
export async function insureDriver(api: RunningApi): Promise<string> {
  const request = { ...quoteRequest({ startDate: '2027-01-01' }), coverages: ['TPL'] };
  return (await (await castOf(api)).policies.bind(request)).body.policyId;
}

/** Every operation on devices; and commutes, the last of which lacks its end. */
export async function useDevices(api: RunningApi, policyId: string): Promise<Driving> {
  const cast = await castOf(api);
  const telematics = new Telematics(await Client.of(api, 'broker'));
  const collects = await consentTo(cast, ['TELEMATICS_COLLECT'], policyId);
  const permissions = ['TELEMATICS_TRIPS_READ', 'TELEMATICS_SCORE_READ', 'LOCATION_READ'];
  const reads = await consentTo(cast, permissions, policyId);
  const { publicKeyJwk } = await newDeviceKey();
  const registration = {
    body: { policyId, kind: 'smartphone', publicKeyJwk },
    headers: { ...fresh(), ...under(collects) },
  };
  const client = await Client.of(api, 'broker');
  const register = () => client.call('registerDevice', 'POST', '/devices', registration);
  const { body } = await register();
  const at = `/devices/${body.deviceId}`;
  allGood(
    await register(),
    await client.call('getDevice', 'GET', at),
    await client.call('removeDevice', 'DELETE', at),
  );
  const device = await telematics.device(policyId, collects);
  for (let daysAgo = COMMUTES; daysAgo > 1; daysAgo--) await send(device, DRIVEN, commute(daysAgo));
  await send(device, DRIVEN, commute(1).slice(0, -20));
  // The last trip is going on still.
  allGood(await telematics.trips(device.deviceId, reads));
  return { policyId, device, collects, reads };
}

/** A commute of another day, of which twelve posts at the same moment each send a part of what another sends. */
export async function overlap({ device }: Driving, daysAgo: number): Promise<void> {
  const drive = commute(daysAgo);
  const parts = Array.from({ length: 12 }, (_, part) => drive.slice(part * 30, part * 30 + 90));
  await Promise.all(parts.map((part) => send(device, DRIVEN, part)));
}

/** What is done with trips and scores, and what of a trip comes late, when the car has come to rest. */
export async function useTrips(api: RunningApi, driving: Driving): Promise<void> {
  const { policyId, reads } = driving;
  const [client, anna] = [await Client.of(api, 'broker'), new MyTrips(await Client.of(api, 'anna'))];
  const [telematics, staff] = [new Telematics(client), await Customers.of(api)];
  await until(async () => (await telematics.score(policyId, under(reads))).body.tripCount > COMMUTES);
  const device = driving.device.at(api);
  await send(device, AT_REST, commute(1).slice(-20));
  const { body } = await telematics.trips(device.deviceId, reads);
  const { tripId } = body.data[3];
  const key = fresh();
  const policy = await client.call('getPolicy', 'GET', `/policies/${policyId}`);
  const next = { ...quoteRequest({ startDate: '2028-01-01' }), coverages: ['TPL'] };
  allGood(
    await telematics.trip(tripId, reads),
    await anna.list(),
    await anna.dispute(tripId, 'passenger', key),
    await anna.dispute(tripId, 'passenger', key),
    await client.createQuote(next, under(reads)),
    await staff.export(policy.body.customerId),
  );
}

/** The end of the consent to collect: what was driven is deleted. */
export async function endDriving(api: RunningApi, { collects, device, policyId }: Driving): Promise<void> {
  allGood(await (await castOf(api)).anna.withdraw(collects));
  const broker = await Client.of(api, 'broker');
  const kept = async () => (await broker.call('getDevice', 'GET', `/devices/${device.deviceId}`)).body;
  await until(async () => (await kept()).drivingData.status === 'deleted');
  // The score is worked out anew from what is left.
  const staff = new Telematics(await Client.of(api, 'handler'));
  await until(async () => (await staff.score(policyId)).body.tripCount === 0);
}

function consentTo({ broker, anna }: Cast, permissions: string[], policyId: string): Promise<string> {
  const request = consentRequest({ permissions, objects: [{ policyId }], expiresAt: EXPIRES });
  return authorised(broker, anna, request);
}

/** A commute before the day of driving, measured every four seconds. */
function commute(daysAgo: number): SentPoint[] {
  const startsAt = Date.parse(DRIVEN) - 2 * 3_600_000 - daysAgo * DAY_MS;
  return drive(startsAt, 0).filter((_, second) => second % 4 === 0);
}

/** Sends points by a token of the clock of then; throws where they are not taken. */
async function send(device: SendingDevice, at: string, points: readonly SentPoint[]): Promise<void> {
  const seconds = Date.parse(at) / 1000;
  const token = await deviceToken(device.deviceId, device.key, { iat: seconds, exp: seconds + 600 });
  allGood(await device.post({ sequence: seconds, points }, { token }));
}
