import { GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  beginDeletion,
  type Device,
  type DeviceEvent,
  endDeletion,
  remove,
} from '../../functions/devices/device.ts';
import { newId } from '../../functions/platform/ids.ts';
import { soon } from '../support/changes.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

const ORIGIN = {
  partnerId: 'broker',
  actor: 'test',
  operationId: 'test',
  requestId: 'test',
  interactionId: 'test',
};

let platform: Platform;
let store: typeof import('../../functions/devices/store.ts');
let commit: typeof import('../../functions/platform/commit.ts').commit;

beforeAll(async () => {
  platform = await startPlatform({
    Devices: {
      variable: 'DEVICES_TABLE',
      keys: ['deviceId'],
      indexes: {
        policy: ['policyId', 'deviceId'],
        consent: ['consentId', 'deviceId'],
        customer: ['customerId', 'deviceId'],
        driver: ['pseudonym', 'deviceId'],
      },
    },
    Ledger: { variable: 'LEDGER_TABLE', keys: ['aggregateId', 'version'] },
  });
  store = await import('../../functions/devices/store.ts');
  ({ commit } = await import('../../functions/platform/commit.ts'));
});
afterAll(() => platform.close());

let count = 0;

/** A device of a policy, a consent and a customer of its own unless it is said whose. */
function registered(instead: Partial<Device> = {}): Promise<Device> {
  const number = ++count;
  const data = {
    deviceId: newId('dev'),
    ...{ partnerId: 'broker', clientId: 'broker', kind: 'obd' as const },
    policyId: instead.policyId ?? `pol_${number}`,
    customerId: instead.customerId ?? `cus_${number}`,
    consentId: instead.consentId ?? `con_${number}`,
    publicKeyJwk: { kty: 'EC' as const, crv: 'P-256' as const, x: 'x', y: 'y' },
  };
  const alias = { pseudonym: `pseudonym-${number}`, driverKey: `driver-${number}` };
  return save(undefined, [{ type: 'device.registered', data }], alias);
}

async function save(
  before: Device | undefined,
  events: readonly DeviceEvent[],
  alias?: { pseudonym: string; driverKey: string },
): Promise<Device> {
  const about = { occurredAt: new Date().toISOString(), origin: ORIGIN, ...(alias && { alias }) };
  const { device, change } = store.changeOfDevice(before, events, about);
  expect(await commit({ changes: [change] }, soon())).toBe('committed');
  return device;
}

it('finds a device by its id, and by all that it belongs to', async () => {
  const first = await registered();
  const second = await registered(first);
  await registered();

  expect(await store.findDevice(first.deviceId)).toEqual(first);
  const { policyId, consentId, customerId } = first;
  const both = [second, first].sort((one, other) => (one.deviceId < other.deviceId ? 1 : -1));
  expect(await store.listDevicesOfPolicy(policyId)).toEqual(both);
  expect(await store.listDevicesOfConsent(consentId)).toEqual(both);
  expect(await store.listDevicesOfCustomer(customerId)).toEqual(both);
  expect(await store.findDeviceOfDriver(first.pseudonym ?? '')).toEqual(first);
});

it('knows of none that is not there', async () => {
  expect(await store.findDevice('dev_none')).toBeUndefined();
  expect(await store.findDeviceAt('dev_none', 1)).toBeUndefined();
  expect(await store.findDeviceOfDriver('nobody')).toBeUndefined();
  expect(await store.listDevicesOfPolicy('pol_none')).toEqual([]);
});

it('tells of a device as it was at a version, save for its alias', async () => {
  const device = await registered();
  const removed = await save(device, remove(device, 'asked'));

  const { pseudonym: _pseudonym, driverKey: _driverKey, ...told } = device;
  expect(await store.findDeviceAt(device.deviceId, 1)).toEqual(told);
  expect(await store.findDeviceAt(device.deviceId, 2)).toMatchObject({ version: 2, status: 'removed' });
  expect(removed.pseudonym).toBe(device.pseudonym);
});

it('has nothing left that leads to a driver whose driving was deleted', async () => {
  const device = await registered();
  const deleting = await save(device, beginDeletion(device, 'consent-ended', { batches: 2, trips: 1 }));
  await save(deleting, endDeletion(deleting));

  expect(await store.findDeviceOfDriver(device.pseudonym ?? '')).toBeUndefined();
  const key = { deviceId: { S: device.deviceId } };
  const { Item: item } = await platform.client.send(new GetItemCommand({ TableName: 'Devices', Key: key }));
  expect(JSON.stringify(item)).not.toContain(device.pseudonym);
  expect(JSON.stringify(item)).not.toContain(device.driverKey);
});

it('tells the ledger neither a pseudonym nor a driver', async () => {
  await registered();
  const { Items: entries = [] } = await platform.client.send(new ScanCommand({ TableName: 'Ledger' }));

  expect(entries.length).toBeGreaterThan(0);
  expect(JSON.stringify(entries)).not.toMatch(/pseudonym-\d|driver-\d/);
});
