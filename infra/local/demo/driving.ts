import type { Client } from './client.ts';
import type { Device } from './device.ts';
import { drive, type Measured } from './drive.ts';
import type { Consent, RegisteredDevice } from './shapes.ts';
import { detail, done, progress } from './terminal.ts';
import { addDays, short } from './words.ts';

const DAY_MS = 86_400_000;

/** So many commutes are enough for a score that prices. */
export const COMMUTES = 14;

/** When each begins, in UTC. */
const BEGINS_MS = 6.5 * 3_600_000;

/** How often somebody runs into the road, by turns. */
const SCARES = [0, 1, 2];

/** The most points that a batch may have. */
const BATCH = 600;

/** Anna lets her driving be collected, and lets it price. */
export async function letCollect(
  { broker, customer }: Record<'broker' | 'customer', Client>,
  policyId: string,
  today: string,
): Promise<Consent> {
  const body = {
    permissions: ['TELEMATICS_COLLECT', 'TELEMATICS_TRIPS_READ', 'TELEMATICS_SCORE_READ'],
    objects: [{ policyId }],
    purpose: 'A premium by how you drive',
    expiresAt: `${addDays(today, 300)}T00:00:00Z`,
  };
  const { consentId } = await broker.post<Consent>('/consents', { body });
  const given = await customer.post<Consent>(`/me/consents/${consentId}/authorisation`, { body: {} });
  done('Consent', `${short(consentId)}, to collect how Anna drives: ${given.status}`);
  return given;
}

/** Registers a device with a key of its own. */
export async function registerDevice(
  broker: Client,
  { policyId, consentId }: { policyId: string; consentId: string },
  device: Device,
): Promise<RegisteredDevice> {
  const body = { policyId, kind: 'obd', publicKeyJwk: device.publicKeyJwk };
  const registered = await broker.post<RegisteredDevice>('/devices', { body, consentId });
  device.become(registered.deviceId);
  done('Device', `${short(registered.deviceId)}, which signs its own tokens`);
  return registered;
}

/** Replays the commutes of the last days, as a device that stored them and sends them on now. */
export async function replay(device: Device, now: number): Promise<void> {
  const midnight = now - (now % DAY_MS);
  const commutes = Array.from({ length: COMMUTES }, (_, index) => {
    const startsAt = midnight - (COMMUTES - index) * DAY_MS + BEGINS_MS;
    return drive(startsAt, SCARES[index % SCARES.length] ?? 0);
  });
  const bar = progress('Driving', commutes.flat().length, 'points');
  let accepted = 0;
  for (const batch of commutes.flatMap(batchesOf)) {
    accepted += (await device.send(batch)).accepted;
    bar.at(accepted);
  }
  bar.end();
  done('Driving', `${COMMUTES} commutes, ${accepted.toLocaleString('en-GB')} points, all of them accepted`);
  detail('once no more has come for a minute, its trips are over');
}

function batchesOf(points: readonly Measured[]): Measured[][] {
  const starts = Array.from({ length: Math.ceil(points.length / BATCH) }, (_, index) => index * BATCH);
  return starts.map((start) => points.slice(start, start + BATCH));
}
