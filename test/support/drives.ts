import { setTimeout as sleep } from 'node:timers/promises';
import { drive, type Measured } from '../../infra/local/demo/drive.ts';
import { startApi } from './api.ts';
import type { Reply } from './client.ts';
import { type Cast, castOf, consentRequest, inMinutes } from './consents.ts';
import type { HeldDevice } from './devices.ts';
import { busEvents } from './events.ts';
import { SendingDevice } from './sending-device.ts';
import { authorised } from './telematics.ts';

const DAY_MS = 86_400_000;
const PATIENCE_MS = 20_000;

/** A commute of half an hour and thirty kilometres, begun at 8 o'clock UTC so many days ago. */
export function commute(daysAgo: number, scares = 0): Measured[] {
  const day = new Date(Date.now() - daysAgo * DAY_MS).toISOString().slice(0, 10);
  return drive(Date.parse(`${day}T08:00:00Z`), scares);
}

/** Has a device send a drive; throws where not all of it is taken. */
export async function sendWhole(device: SendingDevice, points: readonly Measured[]): Promise<void> {
  const replies = await device.drive(points);
  const accepted = replies.reduce((sum, { body }) => sum + (body.accepted ?? 0), 0);
  if (accepted !== points.length) throw new Error(JSON.stringify(replies.map(({ body }) => body)));
}

/** Has a device send a drive whose key a test holds. */
export function sendPoints(
  { api }: Pick<Cast, 'api'>,
  { deviceId, key }: HeldDevice,
  points: readonly Measured[],
): Promise<void> {
  return sendWhole(new SendingDevice(api, deviceId, key), points);
}

/**
 * The API on the same data five minutes later, which is long enough for every trip to be over, once so many in all were
 * completed: the job runs as it starts.
 */
export async function onceCompleted({ api }: Cast, trips: number, cdkOut: string): Promise<Cast> {
  const { dataDir } = api;
  await api.stop();
  const cast = await castOf(await startApi({ dataDir, cdkOut, env: { NOW: inMinutes(5) } }));
  await until(async () => (await completedTrips(cast)).length >= trips);
  return cast;
}

/** The API on the same data, at the present time. */
export async function atPresent({ api }: Cast, cdkOut: string): Promise<Cast> {
  const { dataDir } = api;
  await api.stop();
  return castOf(await startApi({ dataDir, cdkOut }));
}

/** The ids of the trips that the bus was told are completed. */
export async function completedTrips({ api }: Pick<Cast, 'api'>): Promise<string[]> {
  const events = await busEvents(api);
  const completed = events.filter(({ detailType }) => detailType === 'trip.completed');
  return completed.map(({ detail }) => detail.tripId);
}

/** A consent of Anna's by which the reader may read of driving on a policy. */
export function readingConsent({ reader, anna }: Cast, policyId: string, ...permissions: string[]) {
  return authorised(reader, anna, consentRequest({ permissions, objects: [{ policyId }] }));
}

/** Why an answer is a refusal: its status, and the code of its problem. */
export function refusalOf({ status, body }: Reply): [number, string | undefined] {
  return [status, body.type?.replace('urn:partner-api:problem:', '')];
}

/** Waits until something is so; for what only a job brings about, it may take a minute more. */
export async function until(isSo: () => Promise<boolean>, patienceMs = PATIENCE_MS): Promise<void> {
  for (const end = Date.now() + patienceMs; !(await isSo()); await sleep(100)) {
    if (Date.now() > end) throw new Error('it never came to be so');
  }
}
