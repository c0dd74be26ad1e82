import { instantKey } from '../../../functions/telematics/instant-key.ts';
import { driveOf } from '../../bench/drives.ts';
import type { RunningApi } from '../../support/api.ts';
import { Client } from '../../support/client.ts';
import { castOf, inMinutes, policyOfAnna } from '../../support/consents.ts';
import { collecting } from '../../support/devices.ts';
import { completedTrips, until } from '../../support/drives.ts';
import type { SendingDevice } from '../../support/sending-device.ts';
import { Telematics } from '../../support/telematics.ts';
import { between, type Consumption, timesOf } from './consumption.ts';
import { allGood } from './measuring.ts';
import { MeteredApi } from './metered-api.ts';
import { run } from './mornings.ts';

/** A day: half an hour to work, half an hour home, in batches of ten minutes, a point each second. */
const BATCH = 600;
const BATCHES = 3;
const HOURS_AGO = [9, 1];
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How far a score looks back; every day of it was driven like this one. */
const LOOKBACK_DAYS = 90;

/** After so long a vehicle is known to be at rest. */
const AT_REST_MINUTES = 10;

/** What a device consumes in a day, for a policy whose score looks back on as many days of the same. */
export async function measureDrivingDay(): Promise<Consumption> {
  const metered = await MeteredApi.prepare();
  try {
    return await drivingDay(metered);
  } finally {
    await metered.close();
  }
}

async function drivingDay(metered: MeteredApi): Promise<Consumption> {
  const device = await plugIn(await metered.at());
  await driveFor(metered, device, 1);
  await copyBack(metered);
  const idle = await run(metered, inMinutes(AT_REST_MINUTES));
  const before = await metered.consumed();
  const starts = await driveFor(metered, device, 0);
  return between(timesOf(starts, idle), between(before, await metered.consumed()));
}

/** Both drives of a day, each until its trip is completed and scored; how often the API was started for them. */
async function driveFor(metered: MeteredApi, device: SendingDevice, daysAgo: number): Promise<number> {
  let starts = 0;
  for (const hours of HOURS_AGO) {
    const trips = (await completedTrips(metered)).length;
    const startedAt = Date.now() - daysAgo * DAY_MS - hours * HOUR_MS;
    const points = driveOf(100 * daysAgo + hours, startedAt, BATCH * BATCHES);
    metered.count(allGood(await device.at(await metered.at()).drive(points, BATCH)));
    await metered.at(inMinutes(AT_REST_MINUTES));
    await until(async () => (await completedTrips(metered)).length > trips);
    starts += 2;
  }
  return starts;
}

async function plugIn(api: RunningApi): Promise<SendingDevice> {
  const cast = await castOf(api);
  const policyId = await policyOfAnna(cast.policies);
  const consentId = await collecting(cast, policyId);
  return new Telematics(await Client.of(api, 'broker')).device(policyId, consentId);
}

type Item = Record<string, { S: string }>;

/** Copies the trips of one day to all days before it on which a score looks back. */
async function copyBack({ forward }: MeteredApi): Promise<void> {
  const ask = async (action: string, input: object) =>
    JSON.parse((await forward(`DynamoDB_20120810.${action}`, JSON.stringify(input))).body.toString());
  const { TableNames: names } = (await ask('ListTables', {})) as { TableNames: string[] };
  const TableName = names.find((name) => name.includes('Trips'));
  const { Items: trips } = (await ask('Scan', { TableName })) as { Items: Item[] };
  for (let days = 1; days < LOOKBACK_DAYS; days++)
    for (const trip of trips) await ask('PutItem', { TableName, Item: earlier(trip, days) });
}

/** The same trip so many days before, by another id. */
function earlier(trip: Item, days: number): Item {
  const doc = JSON.parse(trip.doc?.S ?? '');
  const startedAt = doc.startedAt - days * DAY_MS;
  const tripId = `trp_${String(days).padStart(3, '0')}${trip.tripId?.S.slice(7)}`;
  return {
    ...trip,
    tripId: { S: tripId },
    place: { S: `${instantKey(startedAt)}-${tripId.slice(-6)}` },
    doc: { S: JSON.stringify({ ...doc, startedAt, endedAt: doc.endedAt - days * DAY_MS }) },
  };
}
