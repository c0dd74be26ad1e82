import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Device } from '../devices/device.ts';
import { findDevice, findDeviceOfDriver, listDevicesOfPolicy } from '../devices/store.ts';
import { handleEach, type Message } from '../platform/messages.ts';
import { rescore } from './scoring/rescore.ts';
import { findTrip } from './trip-store.ts';

/** Time kept to report what could not be done. */
const MARGIN_MS = 1_000;

/**
 * Scores a policy whenever a trip was completed or corrected that was driven under it, and once as a device is
 * registered, so that it is known whose score it will be. A policy that a batch tells of several times is scored once.
 */
export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const deadline = Date.now() + context.getRemainingTimeInMillis() - MARGIN_MS;
  const scored = new Set<string>();
  return handleEach(event, deadline, async (message) => {
    const device = await deviceIn(message);
    if (!device || scored.has(device.policyId)) return;
    const { policyId, partnerId } = device;
    await rescore(policyId, { partnerId, deadline });
    scored.add(policyId);
  });
}

/**
 * The device that an event is about; undefined once what it was about was deleted. An event may be ahead of an index, but
 * no more when the queue brings it again.
 */
async function deviceIn({ type, detail, attempt }: Message): Promise<Device | undefined> {
  const device =
    type === 'device.registered'
      ? await listedDevice(String(detail.deviceId))
      : await deviceOfTrip(String(detail.tripId));
  if (!device && attempt === 1) throw new Error('what an event is about is not found yet');
  return device;
}

async function deviceOfTrip(tripId: string): Promise<Device | undefined> {
  const trip = await findTrip(tripId);
  return trip && findDeviceOfDriver(trip.pseudonym);
}

/** A device, once it is among those of its policy. */
async function listedDevice(deviceId: string): Promise<Device | undefined> {
  const device = await findDevice(deviceId);
  const listed = device ? await listDevicesOfPolicy(device.policyId) : [];
  return listed.find((each) => each.deviceId === deviceId);
}
