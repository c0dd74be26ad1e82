import { type Answer, originOf } from '../middleware/call.ts';
import { commitFor } from '../middleware/commit.ts';
import type { CallOf } from '../middleware/implementation.ts';
import { now } from '../platform/clock.ts';
import { Problem } from '../platform/problem.ts';
import { deviceOfPartner } from './access.ts';
import { type Device, remove } from './device.ts';
import { changeOfDevice } from './store.ts';
import { type DeviceView, viewDevice } from './view.ts';

type RemoveCall = CallOf<'removeDevice'>;

/** Ends what a device may send, from the answer on. What it sent is kept. One that was removed is shown as it is. */
export async function removeDevice(call: RemoveCall): Promise<Answer<DeviceView>> {
  do {
    const removed = await removeOnce(call);
    if (removed) return { body: viewDevice(removed) };
  } while (Date.now() < call.deadline);
  throw new Problem('service-unavailable', 'The device is being changed by other requests.');
}

/** Undefined where the device has changed meanwhile. */
async function removeOnce(call: RemoveCall): Promise<Device | undefined> {
  const before = await deviceOfPartner(call.path.deviceId, call.principal);
  const events = remove(before, 'asked');
  if (events.length === 0) return before;
  const about = { occurredAt: now(), origin: originOf(call, before.partnerId) };
  const { device, change } = changeOfDevice(before, events, about);
  return (await commitFor(call, [change])) === 'committed' ? device : undefined;
}
