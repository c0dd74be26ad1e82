import type { Instant } from '../platform/clock.ts';
import type { PublicJwk } from '../platform/jws.ts';

/** What a device is: plugged into the vehicle, carried by the driver, or built in. */
export type DeviceKind = 'obd' | 'smartphone' | 'embedded';

/** Why a device may send no more. */
export type RemovalReason = 'asked' | 'consent-ended' | 'customer-erased';

/** What a device is registered as. None of it ever changes: another key is another device. */
export interface Registration {
  deviceId: string;
  /** The partner that registered it, and the client of its by which the registry says what it may collect. */
  partnerId: string;
  clientId: string;
  policyId: string;
  customerId: string;
  /** By which the customer lets it collect. */
  consentId: string;
  kind: DeviceKind;
  /** What its tokens are verified with. */
  publicKeyJwk: PublicJwk;
}

/** What stands for a device's driver where nobody is named. No event carries it: the ledger keeps for ever. */
export interface Alias {
  /** What driving data are kept under: 128 random bits in base64url, 22 characters. */
  pseudonym: string;
  /** What the birth date of the policy's driver is compared by (`platform/driver-key.ts`). */
  driverKey: string;
}

/** A device as its events left it. It has no alias any more once its driving data were deleted. */
export interface Device extends Registration, Partial<Alias> {
  version: number;
  status: 'active' | 'removed';
  registeredAt: Instant;
  removedAt?: Instant;
  removedBecause?: RemovalReason;
  drivingData: DrivingData;
  /** What is being deleted, as it was counted before: a deletion that was broken off goes on, and tells of all of it. */
  deleting?: Deleted;
}

/** What has become of what a device has sent. */
export type DrivingData = { status: 'kept' } | ({ status: 'deleted'; deletedAt: Instant } & Deleted);

/** How much was deleted. */
export interface Deleted {
  batches: number;
  trips: number;
}

/** What happens to devices. */
export type DeviceEvent =
  | { type: 'device.registered'; data: Registration }
  | { type: 'device.removed'; data: Place & { reason: RemovalReason } }
  | { type: 'device.deletion-begun' | 'device.driving-deleted'; data: Place & Deleted };

type Place = Pick<Registration, 'deviceId' | 'policyId'>;

/** When some events happened, as which version they were committed, and the alias that a registration draws. */
export interface Circumstances {
  occurredAt: Instant;
  version: number;
  alias?: Alias;
}

/** A device after more events, which were committed as one version. Throws where they cannot come next. */
export function evolve(
  before: Device | undefined,
  events: readonly DeviceEvent[],
  circumstances: Circumstances,
): Device {
  const device = events.reduce<Device | undefined>(
    (state, event) => evolveOne(state, event, circumstances),
    before,
  );
  if (!device) throw new Error('a device begins by being registered');
  return { ...device, version: circumstances.version };
}

function evolveOne(
  before: Device | undefined,
  event: DeviceEvent,
  { occurredAt, version, alias }: Circumstances,
): Device {
  if (event.type === 'device.registered') {
    const begun = {
      version,
      status: 'active',
      registeredAt: occurredAt,
      drivingData: { status: 'kept' },
    } as const;
    return { ...event.data, ...alias, ...begun };
  }
  if (!before) throw new Error(`a device cannot begin with ${event.type}`);
  if (event.type === 'device.removed') {
    return { ...before, status: 'removed', removedAt: occurredAt, removedBecause: event.data.reason };
  }
  const { batches, trips } = event.data;
  if (event.type === 'device.deletion-begun') return { ...before, deleting: { batches, trips } };
  const { pseudonym, driverKey, deleting, ...rest } = before;
  return { ...rest, drivingData: { status: 'deleted', deletedAt: occurredAt, batches, trips } };
}

/** The events of a device that may send no more: none where it may not already. What was driven is kept. */
export function remove(device: Device, reason: RemovalReason): DeviceEvent[] {
  if (device.status === 'removed') return [];
  return [{ type: 'device.removed', data: { ...placeOf(device), reason } }];
}

/**
 * The events of a device whose driving data are to be deleted, so many as were found, and which therefore may send no more:
 * none where that was said already.
 */
export function beginDeletion(
  device: Device,
  reason: Exclude<RemovalReason, 'asked'>,
  { batches, trips }: Deleted,
): DeviceEvent[] {
  if (device.deleting || device.drivingData.status === 'deleted') return [];
  const data = { ...placeOf(device), batches, trips };
  return [...remove(device, reason), { type: 'device.deletion-begun', data }];
}

/**
 * The events of a device once all that was to be deleted is: none where nothing was. Nothing leads from the device to a
 * driver any more.
 */
export function endDeletion(device: Device): DeviceEvent[] {
  if (!device.deleting) return [];
  return [{ type: 'device.driving-deleted', data: { ...placeOf(device), ...device.deleting } }];
}

function placeOf({ deviceId, policyId }: Place): Place {
  return { deviceId, policyId };
}
