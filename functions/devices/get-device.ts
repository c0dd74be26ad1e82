import type { Answer } from '../middleware/call.ts';
import type { CallOf } from '../middleware/implementation.ts';
import { deviceOfPartner } from './access.ts';
import { type DeviceView, viewDevice } from './view.ts';

/** Shows a device to the partner that registered it: whether it may send, and what became of what it sent. */
export async function getDevice({ path, principal }: CallOf<'getDevice'>): Promise<Answer<DeviceView>> {
  return { body: viewDevice(await deviceOfPartner(path.deviceId, principal)) };
}
