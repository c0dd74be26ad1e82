import { beginDeletion, type Device, type DeviceEvent, endDeletion } from '../../devices/device.ts';
import {
  changeOfDevice,
  findDevice,
  listDevicesOfConsent,
  listDevicesOfCustomer,
} from '../../devices/store.ts';
import { now } from '../../platform/clock.ts';
import { commit } from '../../platform/commit.ts';
import type { Message } from '../../platform/messages.ts';
import { originOfRun, type Run } from '../../platform/run.ts';
import { rescore } from '../scoring/rescore.ts';
import { deleteCursor, deleteDriving, findDriving } from './purge-store.ts';

type Reason = Parameters<typeof beginDeletion>[1];

/**
 * Deletes the driving data of devices whose collecting consent has ended, or whose customer was erased, and says so on each
 * device, by a deadline in epoch milliseconds. All of it may be done again; what is broken off goes on where it was.
 */
export async function purgeDriving({ id: runId, type, detail }: Message, deadline: number): Promise<void> {
  const isErasure = type === 'customer.erased';
  const reason: Reason = isErasure ? 'customer-erased' : 'consent-ended';
  const devices = isErasure
    ? await listDevicesOfCustomer(String(detail.customerId))
    : await listDevicesOfConsent(String(detail.consentId));
  for (const device of devices) await forget(device, reason, { runId, deadline });
  // Nothing of what was deleted counts any more. A score that was worked out before is worked out again, whoever began.
  const policies = new Map(devices.map(({ policyId, partnerId }) => [policyId, partnerId]));
  for (const [policyId, partnerId] of policies)
    await rescore(policyId, { partnerId, deadline, overtake: true });
}

/**
 * Says how much there is, deletes it, and says so. What is broken off is done again, and tells of all that there was at
 * first.
 */
async function forget({ deviceId, pseudonym }: Device, reason: Reason, run: Run): Promise<void> {
  if (pseudonym === undefined) return;
  await deleteCursor(pseudonym);
  const found = await findDriving(pseudonym);
  const counted = { batches: found.batches.length, trips: found.trips.length };
  await move(deviceId, (device) => beginDeletion(device, reason, counted), run);
  await deleteDriving(found, run.deadline);
  await move(deviceId, endDeletion, run);
}

/** Does to a device what is decided; where it has changed meanwhile that is decided again. */
async function move(deviceId: string, decide: (device: Device) => DeviceEvent[], run: Run): Promise<void> {
  do {
    const device = await findDevice(deviceId);
    const events = device ? decide(device) : [];
    if (!device || events.length === 0) return;
    const { partnerId } = device;
    const origin = originOfRun(run, { partnerId, actor: 'driving-purge', operationId: 'purgeDriving' });
    const { change } = changeOfDevice(device, events, { occurredAt: now(), origin });
    if ((await commit({ changes: [change] }, run.deadline)) === 'committed') return;
  } while (Date.now() < run.deadline);
  throw new Error(`device ${deviceId} is being changed by others all the time`);
}
