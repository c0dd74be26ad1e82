import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client } from '../support/client.ts';
import { type Cast, policyOfAnna, startCast } from '../support/consents.ts';
import { Customers, chained } from '../support/customers.ts';
import { collecting, Devices, type HeldDevice, plugIn, postPoint, tokenOf } from '../support/devices.ts';
import { commute, onceCompleted, sendPoints } from '../support/drives.ts';
import { pseudonymOf } from '../support/kept-driving.ts';
import { unthrottledAssembly } from '../support/unthrottled.ts';

const assembly = unthrottledAssembly();
let cast: Cast;
let staff: Customers;
let customerId: string;
let device: HeldDevice;

beforeAll(async () => {
  cast = await startCast({ cdkOut: assembly });
  const devices = new Devices(await Client.of(cast.api, 'broker'));
  const policyId = await policyOfAnna(cast.policies);
  ({ customerId } = (await cast.policies.get(policyId)).body);
  device = await plugIn(devices, policyId, await collecting(cast, policyId));
  await sendPoints(cast, device, commute(3, 1));
  cast = await onceCompleted(cast, 1, assembly);
  await postPoint(cast, await tokenOf(device));
  staff = await Customers.of(cast.api);
});
afterAll(() => cast?.api.stop());

describe('an export', () => {
  it('tells of devices, and of what was driven kilometres and scores alone', async () => {
    const { status, body } = await staff.export(customerId);

    expect(status).toBe(200);
    const { deviceId, policyId, consentId } = device;
    expect(body.devices).toEqual([
      {
        ...{ deviceId, policyId, consentId, kind: 'obd', version: 1, status: 'active' },
        registeredAt: expect.any(String),
        drivingData: { status: 'kept' },
      },
    ]);
    expect(body.trips).toEqual([
      { tripId: expect.any(String), deviceId, version: 0, status: 'in-progress' },
      {
        ...{ tripId: expect.any(String), deviceId, version: 1, status: 'completed' },
        distanceKm: expect.closeTo(30.1, 0),
        score: expect.any(Number),
      },
    ]);
  });

  it('tells neither where and when it was, nor under which name it is kept', async () => {
    const text = JSON.stringify((await staff.export(customerId)).body);
    const [first] = commute(3, 1);
    for (const told of [pseudonymOf(cast.api.dataDir, device.deviceId), String(first?.lat), first?.at]) {
      expect(text).not.toContain(told);
    }
  });

  it('is on record as a release of driving', async () => {
    const { receipts } = await chained(
      (query) => staff.releases(customerId, query),
      (all) => all.some(({ operationId }) => operationId === 'exportCustomer'),
    );
    const exported = receipts.find(({ operationId }) => operationId === 'exportCustomer');
    expect(exported?.classes).toContain('driving');
  });
});
