import type { Principal } from '../middleware/principal.ts';
import { Problem } from '../platform/problem.ts';
import type { Device } from './device.ts';
import { findDevice } from './store.ts';

/** The device, if the calling partner registered it. Anything else is not found. */
export async function deviceOfPartner(deviceId: string, { kind, partnerId }: Principal): Promise<Device> {
  const device = await findDevice(deviceId);
  if (kind !== 'partner' || device?.partnerId !== partnerId) throw noSuchDevice();
  return device;
}

/** The answer to whoever asks for what is not theirs, as for what is not there. */
function noSuchDevice(): Problem {
  return new Problem('not-found', 'There is no such device.');
}
