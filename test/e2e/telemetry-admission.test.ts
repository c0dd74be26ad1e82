import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client } from '../support/client.ts';
import { type Cast, policyOfAnna, startCast } from '../support/consents.ts';
import { Customers } from '../support/customers.ts';
import { daysAhead } from '../support/days.ts';
import { collecting } from '../support/devices.ts';
import { refusalOf } from '../support/drives.ts';
import { keptPoints, pseudonymOf } from '../support/kept-driving.ts';
import type { SendingDevice } from '../support/sending-device.ts';
import { Telematics } from '../support/telematics.ts';

let cast: Cast;
let telematics: Telematics;

beforeAll(async () => {
  cast = await startCast();
  telematics = new Telematics(await Client.of(cast.api, 'broker'));
});
afterAll(() => cast?.api.stop());

/** A device on a policy of Anna's, which has begun. */
async function plugIn(): Promise<{ policyId: string; device: SendingDevice }> {
  const policyId = await policyOfAnna(cast.policies, daysAhead(0));
  return { policyId, device: await telematics.device(policyId, await collecting(cast, policyId)) };
}

/** Has a device send one point of this moment: what came of it. */
async function sends(device: SendingDevice): Promise<unknown> {
  const reply = await device.send([{ at: new Date().toISOString(), speedKmh: 43.2 }]);
  return reply.status === 202 ? reply.body.accepted : refusalOf(reply);
}

const kept = ({ deviceId }: SendingDevice) =>
  keptPoints(cast.api.dataDir, pseudonymOf(cast.api.dataDir, deviceId)).length;

describe('a device whose policy is cancelled', () => {
  it('sends until cover has ended, and not again before it begins anew', async () => {
    const { policyId, device } = await plugIn();
    const other = await plugIn();

    expect((await cast.policies.cancel(other.policyId, 1, daysAhead(10), 'insurer')).status).toBe(200);
    expect((await cast.policies.cancel(policyId, 1, daysAhead(0), 'insurer')).status).toBe(200);
    expect(await sends(other.device)).toBe(1);
    expect(await sends(device)).toEqual([409, 'policy-cancelled']);
    expect(kept(device)).toBe(0);
    expect((await cast.policies.reinstate(policyId, 2, daysAhead(0))).status).toBe(200);
    expect(await sends(device)).toBe(1);
  });
});

describe('a device whose consent was suspended', () => {
  it('sends what it measured before and after, and nothing of that time', async () => {
    const policyId = await policyOfAnna(cast.policies);
    const consentId = await collecting(cast, policyId);
    const device = await telematics.device(policyId, consentId);
    const measured: { at: string; speedKmh: number }[] = [];
    const measure = () => measured.push({ at: new Date().toISOString(), speedKmh: 43.2 });

    measure();
    expect((await cast.anna.suspend(consentId)).status).toBe(200);
    measure();
    expect(refusalOf(await device.send(measured))).toEqual([403, 'consent-not-live']);
    expect((await cast.anna.resume(consentId)).status).toBe(200);
    measure();

    expect((await device.send(measured)).body).toEqual({
      ...{ accepted: 2, duplicates: 0 },
      rejected: [{ index: 1, reason: 'while-suspended' }],
    });
    expect(kept(device)).toBe(2);
  });
});

describe('a device of a customer who has processing restricted', () => {
  it('sends nothing until they lift that', async () => {
    const { policyId, device } = await plugIn();
    const staff = await Customers.of(cast.api);
    const { customerId } = (await cast.policies.get(policyId)).body;
    expect(await sends(device)).toBe(1);

    expect(refusalOf(await staff.erase(customerId))).toEqual([409, 'erasure-blocked']);
    expect(await sends(device)).toEqual([403, 'forbidden']);
    expect(kept(device)).toBe(1);
    await staff.lift(customerId);
    expect(await sends(device)).toBe(1);
  });
});
