import type { components } from '../../openapi/generated/types.ts';
import type { Device } from './device.ts';

/** What the contract shows of a device: neither its key nor what its driving is kept under. */
export type DeviceView = components['schemas']['Device'];

/** A device as its partner sees it. */
export function viewDevice(device: Device): DeviceView {
  const { deviceId, version, policyId, kind, status, consentId, registeredAt, drivingData } = device;
  const { removedAt, removedBecause } = device;
  return {
    ...{ deviceId, version, policyId, kind, status, consentId, registeredAt },
    ...(removedAt !== undefined && { removedAt }),
    ...(removedBecause !== undefined && { removedBecause }),
    drivingData,
  };
}
