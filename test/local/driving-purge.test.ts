import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  PutItemCommand,
  paginateQuery,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Device } from '../../functions/devices/device.ts';
import { newId, newOpaqueId } from '../../functions/platform/ids.ts';
import { drivingDevice } from '../support/driven.ts';
import { DRIVING_TABLES } from '../support/driving-tables.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

/** So much of 25 KB each is more than a page of a query holds. */
const BATCHES = 60;
const BYTES = 25_000;
const TRIPS = 30;

let platform: Platform;
let purgeDriving: typeof import('../../functions/telematics/purge/purge-driving.ts').purgeDriving;
let store: typeof import('../../functions/devices/store.ts');
let commit: typeof import('../../functions/platform/commit.ts').commit;
let device: Device;
let other: Device;

beforeAll(async () => {
  platform = await startPlatform(DRIVING_TABLES);
  ({ purgeDriving } = await import('../../functions/telematics/purge/purge-driving.ts'));
  store = await import('../../functions/devices/store.ts');
  ({ commit } = await import('../../functions/platform/commit.ts'));
});
afterAll(() => platform.close());
beforeEach(async () => {
  [device, other] = [await driven(), await driven()];
});

const origin = {
  partnerId: 'broker',
  actor: 'test',
  operationId: 'test',
  requestId: 'request',
  interactionId: 'interaction',
};

/** A device that was registered, and under whose pseudonym there is something in every table. */
async function driven(): Promise<Device> {
  const pseudonym = crypto.randomUUID().replaceAll('-', '').slice(0, 22);
  const {
    version,
    status,
    registeredAt,
    drivingData,
    driverKey = '',
    ...registration
  } = drivingDevice({
    deviceId: newId('dev'),
    policyId: newId('pol'),
    consentId: newId('con'),
    customerId: newOpaqueId('cus'),
  });
  const { pseudonym: _, ...data } = registration;
  const { device: registered, change } = store.changeOfDevice(
    undefined,
    [{ type: 'device.registered', data }],
    { occurredAt: registeredAt, origin, alias: { pseudonym, driverKey } },
  );
  await commit({ changes: [change] }, Date.now() + 10_000);
  await fill(pseudonym);
  return registered;
}

async function fill(pseudonym: string): Promise<void> {
  const packed = { B: new Uint8Array(BYTES) };
  const key = { pseudonym: { S: pseudonym } };
  const batches = Array.from({ length: BATCHES }, (_, batch) => ({
    Telemetry: { ...key, batch: { S: String(batch) }, packed },
  }));
  const trips = Array.from({ length: TRIPS }, () => ({
    Trips: { ...key, place: { S: newOpaqueId('trp') } },
  }));
  for (const item of [...batches, ...trips]) {
    const requests = Object.entries(item).map(([table, Item]) => [table, [{ PutRequest: { Item } }]]);
    await platform.client.send(new BatchWriteItemCommand({ RequestItems: Object.fromEntries(requests) }));
  }
  await platform.client.send(new PutItemCommand({ TableName: 'Cursors', Item: key }));
}

/** How many items each table has under a pseudonym. */
async function under(pseudonym: string | undefined): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const TableName of ['Telemetry', 'Cursors', 'Trips']) {
    const query = {
      TableName,
      KeyConditionExpression: 'pseudonym = :pseudonym',
      ExpressionAttributeValues: { ':pseudonym': { S: pseudonym ?? '' } },
      Select: 'COUNT',
    } as const;
    counts[TableName] = 0;
    for await (const { Count: items = 0 } of paginateQuery({ client: platform.client }, query)) {
      counts[TableName] += items;
    }
  }
  return counts;
}

/** Is told of an event, with so many seconds to do what follows. */
function bring(type: string, detail: Record<string, unknown>, seconds = 30): Promise<void> {
  const message = { id: crypto.randomUUID(), type, time: new Date().toISOString(), attempt: 1, detail };
  return purgeDriving(message, Date.now() + seconds * 1000);
}

describe('the end of what collects', () => {
  test.each([
    ['consent.revoked', 'consent-ended', ({ consentId }: Device) => ({ consentId })],
    ['consent.expired', 'consent-ended', ({ consentId }: Device) => ({ consentId })],
    ['customer.erased', 'customer-erased', ({ customerId }: Device) => ({ customerId })],
  ] as const)('%s deletes all that was driven, page by page, and says so', async (type, reason, about) => {
    const { deviceId, pseudonym } = device;

    await bring(type, about(device));

    expect(await under(pseudonym)).toEqual({ Telemetry: 0, Cursors: 0, Trips: 0 });
    const after = await store.findDevice(deviceId);
    expect(after).toMatchObject({
      version: 3,
      status: 'removed',
      removedBecause: reason,
      drivingData: { status: 'deleted', batches: BATCHES, trips: TRIPS },
    });
    expect(after).not.toHaveProperty('pseudonym');
    expect(after).not.toHaveProperty('driverKey');
    expect(await store.findDeviceOfDriver(pseudonym ?? '')).toBeUndefined();
  });

  test('says it once, however often it is told', async () => {
    const { consentId, deviceId } = device;
    await bring('consent.revoked', { consentId });
    const once = await store.findDevice(deviceId);
    await bring('consent.revoked', { consentId });
    expect(await store.findDevice(deviceId)).toEqual(once);
  });

  test('that is broken off goes on when it is told again, and says how much there was at first', async () => {
    const { consentId, deviceId, pseudonym } = device;
    await expect(bring('consent.revoked', { consentId }, 0)).rejects.toThrow();
    expect(await under(pseudonym)).toMatchObject({ Cursors: 0, Telemetry: BATCHES });
    const begun = await store.findDevice(deviceId);
    expect(begun).toMatchObject({ status: 'removed', drivingData: { status: 'kept' } });
    // As if some of it had been deleted by then.
    await platform.client.send(
      new DeleteItemCommand({
        TableName: 'Telemetry',
        Key: { pseudonym: { S: pseudonym ?? '' }, batch: { S: '0' } },
      }),
    );

    await bring('consent.revoked', { consentId });

    expect(await under(pseudonym)).toEqual({ Telemetry: 0, Cursors: 0, Trips: 0 });
    const { drivingData } = (await store.findDevice(deviceId)) ?? {};
    expect(drivingData).toMatchObject({ status: 'deleted', batches: BATCHES, trips: TRIPS });
  });

  test('deletes what was driven with a device that was removed before', async () => {
    const { change } = store.changeOfDevice(
      device,
      [{ type: 'device.removed', data: { ...device, reason: 'asked' } }],
      { occurredAt: device.registeredAt, origin },
    );
    await commit({ changes: [change] }, Date.now() + 10_000);

    await bring('consent.revoked', { consentId: device.consentId });

    expect(await under(device.pseudonym)).toEqual({ Telemetry: 0, Cursors: 0, Trips: 0 });
    const after = await store.findDevice(device.deviceId);
    expect(after).toMatchObject({ version: 4, removedBecause: 'asked', drivingData: { status: 'deleted' } });
  });

  test('of another leaves everything', async () => {
    await bring('consent.revoked', { consentId: device.consentId });
    await bring('consent.revoked', { consentId: newId('con') });
    expect(await under(other.pseudonym)).toEqual({ Telemetry: BATCHES, Cursors: 1, Trips: TRIPS });
    expect(await store.findDevice(other.deviceId)).toEqual(other);
  });
});
