import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { currentRules } from '../../functions/telematics/catalogue.ts';
import { assemble, emptyAssembly, openTrip } from '../../functions/telematics/trips/assembly.ts';
import type { TripFigures } from '../../functions/telematics/trips/trip.ts';
import type { Measured } from '../../infra/local/demo/drive.ts';
import { type RunningApi, startApi } from '../support/api.ts';
import { Client, type Reply } from '../support/client.ts';
import { consentRequest, inMinutes, policyOfAnna, startCast } from '../support/consents.ts';
import { commute, until } from '../support/drives.ts';
import { type DeliveredEvent, eventually } from '../support/events.ts';
import { keptPoints, pseudonymOf } from '../support/kept-driving.ts';
import type { SendingDevice } from '../support/sending-device.ts';
import { authorised, Telematics } from '../support/telematics.ts';
import { unthrottledAssembly } from '../support/unthrottled.ts';

const KILLS = Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? 'group' : 'main'));
const DEVICES = 4;
/** So many answers of a round bring its kill. */
const ANSWERS = 24;
const BATCH = 60;
const DAY = 24 * 60;

/** A batch that was sent, and what was answered before the kill, if anything. */
interface Sent {
  device: number;
  body: { sequence: number; points: readonly Measured[] };
  answer?: Reply;
}

const assembly = unthrottledAssembly();
let api: RunningApi;
let telematics: Telematics;
let reading: string;
let devices: SendingDevice[];
/** The moments of all points that each device has sent so far. */
const posted = Array.from({ length: DEVICES }, () => new Set<number>());

beforeAll(async () => {
  const { api: started, broker, anna, policies } = await startCast({ cdkOut: assembly });
  api = started;
  const policyId = await policyOfAnna(policies);
  const permissions = ['TELEMATICS_COLLECT', 'TELEMATICS_TRIPS_READ'];
  const request = consentRequest({ permissions, objects: [{ policyId }], expiresAt: inMinutes(20 * DAY) });
  reading = await authorised(broker, anna, request);
  telematics = new Telematics(await Client.of(api, 'broker'));
  devices = await Promise.all(Array.from({ length: DEVICES }, () => telematics.device(policyId, reading)));
});
afterAll(() => api?.stop());

/** What each device has yet to send of its commutes, a minute at a time: each goes through other frights. */
const left = Array.from({ length: DEVICES }, (_, device) => {
  const points = Array.from({ length: 8 }, (__, index) => commute(9 - index, (device + index) % 3)).flat();
  return Array.from({ length: Math.ceil(points.length / BATCH) }, (__, sequence) => ({
    sequence,
    points: points.slice(sequence * BATCH, (sequence + 1) * BATCH),
  }));
});

describe('a kill while devices send', () => {
  it.each(KILLS.map((scope, index) => [index + 1, scope] as const))(
    'number %i (%s): what was acknowledged is there, and what is sent again counts once',
    async (_number, scope) => {
      const sent = await killUnderLoad(scope);
      await restart();
      await Promise.all(sent.map(sendAgain));
    },
    60_000,
  );

  it('has left every point stored once', () => {
    for (const [index, { deviceId }] of devices.entries()) {
      const points = keptPoints(api.dataDir, pseudonymOf(api.dataDir, deviceId));
      expect(points.map(({ at }) => at)).toEqual([...(posted[index] ?? [])].sort((a, b) => a - b));
    }
  });

  it('has left the very trips that the points amount to, each of them completed once', async () => {
    await restart({ NOW: inMinutes(DAY) });
    for (const { deviceId } of devices) {
      const expected = tripsOf(deviceId);
      await until(async () => (await completed(deviceId)).length === expected.length);
      expect(await completed(deviceId)).toEqual(expected);
      expect(expected.length).toBeGreaterThan(1);
    }
    const events = await eventually(api, (all) => all.filter(isCompletion).every(hasArrived));
    const ids = events.filter(isCompletion).map(({ detail }) => detail.tripId);
    expect(ids).toHaveLength(new Set(ids).size);
  });
});

/** Has all devices send at once, and kills amidst; what was sent, and answered. */
async function killUnderLoad(scope: 'group' | 'main'): Promise<Sent[]> {
  const sent: Sent[] = [];
  let answers = 0;
  const work = async (device: SendingDevice, index: number): Promise<void> => {
    for (;;) {
      const body = left[index]?.shift();
      if (!body) throw new Error('the drives are over before the kill');
      const one: Sent = { device: index, body };
      sent.push(one);
      try {
        one.answer = await device.post(body);
      } catch (error) {
        if (answers < ANSWERS) throw error;
        return;
      }
      if (++answers !== ANSWERS) continue;
      await sleep(Math.random() * 20);
      await api.kill(scope);
    }
  };
  await Promise.all(devices.map(work));
  return sent;
}

async function restart(env: Record<string, string> = {}): Promise<void> {
  const { dataDir } = api;
  await api.stop();
  api = await startApi({ dataDir, cdkOut: assembly, env });
  telematics = new Telematics(await Client.of(api, 'broker'));
  devices = devices.map((device) => device.at(api));
}

/** Sends a batch again: what was acknowledged is known, of what was not all is known or new by now. */
async function sendAgain({ device, body, answer }: Sent): Promise<void> {
  const again = await devices[device]?.post(body);
  const size = body.points.length;
  if (answer) expect([answer.status, answer.body]).toEqual([202, taken(size, 0)]);
  expect(again?.status).toBe(202);
  const { accepted, duplicates, rejected } = again?.body ?? {};
  expect([accepted + duplicates, rejected]).toEqual([size, []]);
  if (answer) expect(accepted).toBe(0);
  for (const { at } of body.points) posted[device]?.add(Date.parse(at));
}

const taken = (accepted: number, duplicates: number) => ({ accepted, duplicates, rejected: [] });

/** What a trip is told by here. */
interface Told {
  startedAt: string;
  endedAt: string;
  pointCount: number;
  distanceKm: number;
}

/** The trips that a device's stored points amount to, folded in one go. */
function tripsOf(deviceId: string): Told[] {
  const { rules } = currentRules();
  const points = keptPoints(api.dataDir, pseudonymOf(api.dataDir, deviceId));
  const { ended, after } = assemble(emptyAssembly, points, rules);
  const last = openTrip(after);
  return [...ended, ...(last ? [last] : [])].map(told);
}

function told({ startedAt, endedAt, pointCount, distanceM }: TripFigures): Told {
  return {
    startedAt: new Date(startedAt).toISOString(),
    endedAt: new Date(endedAt).toISOString(),
    pointCount,
    distanceKm: Math.round(distanceM) / 1000,
  };
}

/** The completed trips of a device as the API shows them, oldest first. */
async function completed(deviceId: string): Promise<Told[]> {
  const { body } = await telematics.trips(deviceId, reading);
  const trips: (Told & { status: string })[] = body.data.filter(
    ({ status }: { status: string }) => status === 'completed',
  );
  return trips
    .map(({ startedAt, endedAt, pointCount, distanceKm }) => ({ startedAt, endedAt, pointCount, distanceKm }))
    .reverse();
}

const isCompletion = ({ detailType }: DeliveredEvent) => detailType === 'trip.completed';

function hasArrived({ deliveries }: DeliveredEvent): boolean {
  return deliveries.length > 0 && deliveries.every(({ status }) => status === 'delivered');
}
