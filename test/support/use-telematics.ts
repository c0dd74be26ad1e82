import { drive } from '../../infra/local/demo/drive.ts';
import type { RunningApi } from './api.ts';
import { Client } from './client.ts';
import { castOf, consentRequest } from './consents.ts';
import { Customers } from './customers.ts';
import { deviceToken } from './device-tokens.ts';
import { collecting, Devices } from './devices.ts';
import { sparsely } from './driven-policy.ts';
import { commute, until } from './drives.ts';
import { eventually } from './events.ts';
import { allGood } from './every-operation.ts';
import { fresh, POLICYHOLDER } from './policies.ts';
import { upcomingRequest } from './risks.ts';
import type { SendingDevice, SentPoint } from './sending-device.ts';
import { authorised, MyTrips, Telematics, under } from './telematics.ts';

const DAY_MS = 86_400_000;

/** Enough for a score that counts: eleven commutes are three hundred kilometres. */
const COMMUTES = 11;

const READING = ['TELEMATICS_TRIPS_READ', 'LOCATION_READ', 'TELEMATICS_SCORE_READ'];

/** What is left of a drive: the device, and the consent that it collects by. */
export interface Drove {
  policyId: string;
  device: SendingDevice;
  collects: string;
  /** The end of the last drive, which is still to be sent. */
  held: readonly SentPoint[];
}

/** Registers devices on a policy of Anna's, one of which is removed; the other drives, in order, late and twice. */
export async function driveAround(api: RunningApi, policyId: string): Promise<Drove> {
  const cast = await castOf(api);
  const client = await Client.of(api, 'broker');
  const [telematics, devices] = [new Telematics(client), new Devices(client)];
  const collects = await collecting(cast, policyId);
  const [device, spare] = [
    await telematics.device(policyId, collects),
    await telematics.device(policyId, collects),
  ];
  allGood(await devices.get(spare.deviceId), await devices.remove(spare.deviceId));
  const request = { policyId, kind: 'smartphone', publicKeyJwk: device.key.publicKeyJwk };
  const key = fresh();
  for (const _ of ['asked', 'asked again']) allGood(await devices.register(request, collects, key));
  const points = commute(2);
  const held = points.splice(-120);
  allGood(...(await device.drive(points)), ...(await device.drive(commute(4))));
  allGood(await device.send(points.slice(0, 60)));
  const reading = consentRequest({ permissions: READING, objects: [{ policyId }] });
  // It is going on still.
  allGood(await telematics.trips(device.deviceId, await authorised(cast.broker, cast.anna, reading)));
  return { policyId, device, collects, held };
}

/** Reads what was driven once it is over, prices by it, disputes it, and has it deleted. */
export async function useDriven(api: RunningApi, drove: Drove): Promise<void> {
  const { policyId, device, collects, held } = drove;
  const { reader, broker, anna } = await castOf(api);
  const objects = [{ policyId }];
  const reads = await authorised(reader, anna, consentRequest({ permissions: READING, objects }));
  const prices = await authorised(broker, anna, consentRequest({ permissions: READING.slice(2), objects }));
  const third = new Telematics(await Client.of(api, 'reader'));
  const mine = new MyTrips(await Client.of(api, 'anna'));
  await eventually(api, (all) => all.filter(({ detailType }) => detailType === 'trip.completed').length > 1);
  allGood(await device.at(api).send(held));
  const { data } = (await third.trips(device.deviceId, reads)).body;
  const [{ tripId }] = data;
  const [client, key] = [await Client.of(api, 'broker'), fresh()];
  const driver = { dateOfBirth: POLICYHOLDER.dateOfBirth };
  const price = () => client.createQuote(upcomingRequest({ driver }), { ...key, ...under(prices) });
  const quote = await price();
  allGood(
    quote,
    await price(),
    await client.getQuote(quote.body.quoteId, under(prices)),
    await third.trip(tripId, reads),
    await third.score(policyId, under(reads)),
    await mine.list(),
    await mine.dispute(tripId, 'passenger', key),
    await mine.dispute(tripId, 'passenger', key),
  );
  const { customerId } = (await client.call('getPolicy', 'GET', `/policies/${policyId}`)).body;
  allGood(await (await Customers.of(api)).export(customerId), await anna.withdraw(collects));
  const devices = new Devices(client);
  await until(async () => (await devices.get(device.deviceId)).body.drivingData.status === 'deleted');
}

/** Has Anna drive on the mornings before an instant, under a policy that her partner may renew by her score. */
export async function driveUntil(api: RunningApi, policyId: string, instant: string): Promise<void> {
  const { broker, anna } = await castOf(api);
  const expiresAt = new Date(Date.parse(instant) + 90 * DAY_MS).toISOString();
  const permitting = (permissions: string[]) =>
    authorised(broker, anna, consentRequest({ permissions, objects: [{ policyId }], expiresAt }));
  await permitting(READING.slice(2));
  const telematics = new Telematics(await Client.of(api, 'broker'));
  const device = await telematics.device(policyId, await permitting(['TELEMATICS_COLLECT']));
  const seconds = Math.floor(Date.parse(instant) / 1000);
  const token = await deviceToken(device.deviceId, device.key, { iat: seconds, exp: seconds + 600 });
  for (let daysAgo = COMMUTES; daysAgo > 0; daysAgo--) {
    const points = sparsely(drive(Date.parse(instant) - daysAgo * DAY_MS, 0));
    allGood(await device.post({ sequence: daysAgo, points }, { token }));
  }
}

/** Waits until the staff are told of a score that counts. */
export async function onceScored(api: RunningApi, policyId: string): Promise<void> {
  const staff = new Telematics(await Client.of(api, 'handler'));
  await until(async () => (await staff.score(policyId)).body.tripCount === COMMUTES);
}
