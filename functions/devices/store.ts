import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Instant } from '../platform/clock.ts';
import type { Change, Write } from '../platform/commit.ts';
import { dynamodb } from '../platform/dynamodb.ts';
import { variable } from '../platform/env.ts';
import { newId } from '../platform/ids.ts';
import { type Origin, readLedger } from '../platform/ledger.ts';
import { idsIn, readDocs } from '../platform/listing.ts';
import { type Alias, type Device, type DeviceEvent, evolve } from './device.ts';

/** What devices are found by beside their ids: the indexes, by the names of their keys. */
const INDEX_KEYS = {
  policy: 'policyId',
  consent: 'consentId',
  customer: 'customerId',
  driver: 'pseudonym',
} as const;

/** The device by its id, strongly consistent, or undefined. */
export async function findDevice(deviceId: string): Promise<Device | undefined> {
  const { Item: item } = await dynamodb.send(
    new GetItemCommand({ TableName: table(), Key: { deviceId: { S: deviceId } }, ConsistentRead: true }),
  );
  return item?.doc?.S === undefined ? undefined : JSON.parse(item.doc.S);
}

/** The device as it was at a version, from the ledger, which knows no alias. */
export async function findDeviceAt(deviceId: string, version: number): Promise<Device | undefined> {
  const entries = await readLedger(deviceId, version);
  return entries.reduce<Device | undefined>(
    (before, { events, ...about }) => evolve(before, events as unknown as DeviceEvent[], about),
    undefined,
  );
}

/** The devices that were ever registered for a policy, newest first. An index finds them: the newest may be missing. */
export function listDevicesOfPolicy(policyId: string): Promise<Device[]> {
  return devicesIn('policy', policyId);
}

/** The devices that a consent lets collect, or ever did, newest first, found likewise. */
export function listDevicesOfConsent(consentId: string): Promise<Device[]> {
  return devicesIn('consent', consentId);
}

/** The devices that were ever registered for a customer's policies, newest first, found likewise. */
export function listDevicesOfCustomer(customerId: string): Promise<Device[]> {
  return devicesIn('customer', customerId);
}

/** The device whose driving data are kept under a pseudonym; undefined once they were deleted. */
export async function findDeviceOfDriver(pseudonym: string): Promise<Device | undefined> {
  const [deviceId] = await idsOf('driver', pseudonym);
  const device = deviceId === undefined ? undefined : await findDevice(deviceId);
  // The index may be behind.
  return device?.pseudonym === pseudonym ? device : undefined;
}

/** What a change of a device needs beside its events. */
export interface DeviceChange {
  occurredAt: Instant;
  origin: Origin;
  /** What a registration draws: kept with the device, and in no event. */
  alias?: Alias;
  /** Further items. */
  records?: readonly Write[];
}

/** A device (undefined: a new one) after some events, and the change that commits it. */
export function changeOfDevice(
  before: Device | undefined,
  events: readonly DeviceEvent[],
  { alias, records = [], ...about }: DeviceChange,
): { device: Device; change: Change } {
  const expectedVersion = before?.version ?? 0;
  const { occurredAt } = about;
  const version = expectedVersion + 1;
  const device = evolve(before, events, { occurredAt, version, ...(alias && { alias }) });
  return {
    device,
    change: {
      ...about,
      aggregateId: device.deviceId,
      expectedVersion,
      events: events.map((event) => ({ eventId: newId('evt'), ...event })),
      state: { table: table(), key: 'deviceId', doc: device, indexes: indexesOf(device) },
      records,
    },
  };
}

/** A device without a pseudonym is in no index of drivers. */
function indexesOf({ policyId, consentId, customerId, pseudonym }: Device): Record<string, string> {
  return { policyId, consentId, customerId, ...(pseudonym !== undefined && { pseudonym }) };
}

async function devicesIn(index: keyof typeof INDEX_KEYS, key: string): Promise<Device[]> {
  return readDocs<Device>(table(), 'deviceId', await idsOf(index, key));
}

function idsOf(index: keyof typeof INDEX_KEYS, key: string): Promise<string[]> {
  return idsIn({ table: table(), index, keyName: INDEX_KEYS[index], idName: 'deviceId' }, key);
}

function table(): string {
  return variable('DEVICES_TABLE');
}
