import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client, type Reply } from '../support/client.ts';
import {
  type Cast,
  castOf,
  consentRequest,
  policyOfAnna,
  policyOfBen,
  startCast,
} from '../support/consents.ts';
import { daysAhead } from '../support/days.ts';
import { newDeviceKey } from '../support/device-tokens.ts';
import { collecting, collectionRequest, Devices, plugIn } from '../support/devices.ts';
import { type busEvents, delivered, eventually } from '../support/events.ts';

let cast: Cast;
let devices: Devices;
let policyId: string;
let consentId: string;
let publicKeyJwk: Record<string, unknown>;

beforeAll(async () => {
  cast = await startCast();
  devices = new Devices(await Client.of(cast.api, 'broker'));
  policyId = await policyOfAnna(cast.policies);
  consentId = await collecting(cast, policyId);
  ({ publicKeyJwk } = await newDeviceKey());
});
afterAll(() => cast?.api.stop());

const plug = (instead: object = {}) => ({ policyId, kind: 'obd', publicKeyJwk, ...instead });
const problemOf = ({ status, body }: Reply) => [status, body.type?.replace('urn:partner-api:problem:', '')];

describe('a device', () => {
  it('is registered for a policy under a consent, and read by its partner', async () => {
    const registered = await devices.register(plug(), consentId);

    expect(registered.status).toBe(201);
    expect(registered.body).toEqual({
      deviceId: expect.stringMatching(/^dev_[0-9A-HJKMNP-TV-Z]{26}$/),
      version: 1,
      policyId,
      kind: 'obd',
      status: 'active',
      consentId,
      registeredAt: expect.any(String),
      drivingData: { status: 'kept' },
    });
    expect((await devices.get(registered.body.deviceId)).body).toEqual(registered.body);
  });

  it('is told of without its key, its consent and its customer', async () => {
    const { deviceId } = await plugIn(devices, policyId, consentId);

    const isIts = (events: Awaited<ReturnType<typeof busEvents>>) =>
      delivered(events, 'device.registered', deviceId);
    const events = await eventually(cast.api, isIts);
    const event = events.find(({ detail }) => detail.aggregateId === deviceId);
    expect(event?.detail).toEqual({
      ...{ eventId: expect.any(String), aggregateId: deviceId, version: 1 },
      ...{ occurredAt: expect.any(String), partnerId: 'broker' },
      ...{ requestId: expect.any(String), interactionId: expect.any(String) },
      ...{ deviceId, policyId, kind: 'obd' },
    });
  });

  it('is registered once however often it is asked for with one key', async () => {
    const key = { 'idempotency-key': crypto.randomUUID() };
    const first = await devices.register(plug(), consentId, key);
    await devices.remove(first.body.deviceId);
    const again = await devices.register(plug(), consentId, key);

    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    expect(again.body).toEqual(first.body);
    const other = await devices.register(plug({ kind: 'embedded' }), consentId, key);
    expect(problemOf(other)).toEqual([422, 'idempotency-key-reused']);
  });

  it('may be one of several on a policy', async () => {
    const [one, other] = [
      await plugIn(devices, policyId, consentId),
      await plugIn(devices, policyId, consentId),
    ];
    expect(one.deviceId).not.toBe(other.deviceId);
  });
});

describe('removing a device', () => {
  it('ends it, and changes nothing the next time', async () => {
    const { deviceId } = await plugIn(devices, policyId, consentId);
    const removed = await devices.remove(deviceId);

    expect(removed.status).toBe(200);
    expect(removed.body).toMatchObject({
      ...{ deviceId, version: 2, status: 'removed', removedBecause: 'asked' },
      drivingData: { status: 'kept' },
    });
    expect((await devices.remove(deviceId)).body).toEqual(removed.body);
    expect((await devices.get(deviceId)).body).toEqual(removed.body);
    const events = await eventually(cast.api, (all) => delivered(all, 'device.removed', deviceId));
    const told = events.filter(({ detailType }) => detailType === 'device.removed');
    expect(told.filter(({ detail }) => detail.deviceId === deviceId)).toMatchObject([
      { detail: { policyId, reason: 'asked', version: 2 } },
    ]);
  });

  it('is possible after its consent has ended', async () => {
    const ended = await collecting(cast, policyId);
    const { deviceId } = await plugIn(devices, policyId, ended);
    await cast.anna.withdraw(ended);
    expect((await devices.remove(deviceId)).body).toMatchObject({ status: 'removed' });
  });

  it('is refused of one that nobody registered', async () => {
    const nobodys = 'dev_01KAS2M4N6P8Q0R2S4T6V8W0X2';
    expect(problemOf(await devices.remove(nobodys))).toEqual([404, 'not-found']);
    expect(problemOf(await devices.get(nobodys))).toEqual([404, 'not-found']);
    expect(problemOf(await devices.get('dev_1'))).toEqual([404, 'not-found']);
  });
});

describe('a device is not registered', () => {
  it('without a consent, even by the partner of the policy', async () => {
    expect(problemOf(await devices.register(plug(), undefined))).toEqual([404, 'not-found']);
    const nobodys = 'con_01KAS2M4N6P8Q0R2S4T6V8W0X2';
    expect(problemOf(await devices.register(plug(), nobodys))).toEqual([404, 'not-found']);
  });

  it('under a consent that is not in force', async () => {
    const { broker, anna } = cast;
    const consent = await broker.ask(collectionRequest(policyId));
    const attempt = async () => problemOf(await devices.register(plug(), consent));

    expect(await attempt()).toEqual([403, 'consent-not-live']);
    await anna.authorise(consent);
    await anna.suspend(consent);
    expect(await attempt()).toEqual([403, 'consent-not-live']);
    await anna.resume(consent);
    expect((await devices.register(plug(), consent)).status).toBe(201);
    await anna.withdraw(consent);
    expect(await attempt()).toEqual([403, 'consent-not-live']);
  });

  it('under a consent to something else, to read trips say', async () => {
    const { broker, anna } = cast;
    const permissions = ['TELEMATICS_TRIPS_READ', 'TELEMATICS_SCORE_READ', 'POLICY_READ'];
    const reading = await broker.ask(consentRequest({ permissions, objects: [{ policyId }] }));
    await anna.authorise(reading);
    expect(problemOf(await devices.register(plug(), reading))).toEqual([403, 'consent-permission']);
  });

  it('for a policy that the consent was not given for, is another’s, or is none', async () => {
    const others = [
      await policyOfAnna(cast.policies),
      await policyOfBen(cast.policies),
      'pol_01KAHJ3M7C4N8X2V6B9Q1W5E0R',
    ];
    for (const other of others) {
      const answer = await devices.register(plug({ policyId: other }), consentId);
      expect(problemOf(answer)).toEqual([404, 'not-found']);
    }
  });

  it('for a policy that has ended', async () => {
    const today = daysAhead(0);
    const cancelled = await policyOfAnna(cast.policies, today);
    const itsConsent = await collecting(cast, cancelled);
    const { status } = await cast.policies.cancel(cancelled, 1, today, 'insurer');
    expect(status).toBe(200);
    const answer = await devices.register(plug({ policyId: cancelled }), itsConsent);
    expect(problemOf(answer)).toEqual([409, 'policy-cancelled']);
  });

  it.each<[what: string, instead: () => object]>([
    ['with its private half', () => ({ ...publicKeyJwk, d: 'A'.repeat(43) })],
    ['on another curve', () => publicKeyOf('P-384')],
    ['of another kind', () => ({ kty: 'oct', k: 'c2VjcmV0' })],
    ['that lacks a number', () => ({ ...publicKeyJwk, y: undefined })],
    ['that is no point', () => ({ ...publicKeyJwk, x: publicKeyJwk.y, y: publicKeyJwk.x })],
    ['by its address', () => ({ ...publicKeyJwk, x5u: 'https://keys.example' })],
  ])('with a key %s', async (_what, key) => {
    const answer = await devices.register(plug({ publicKeyJwk: key() }), consentId);
    expect(problemOf(answer)).toEqual([400, 'validation-failed']);
    expect(answer.body.errors[0].pointer).toMatch(/^\/publicKeyJwk/);
    expect(JSON.stringify(answer.body)).not.toContain(publicKeyJwk.y);
  });
});

function publicKeyOf(namedCurve: string): object {
  return generateKeyPairSync('ec', { namedCurve }).publicKey.export({ format: 'jwk' });
}

it('a device survives a restart, and is still its partner’s alone', async () => {
  const { deviceId } = await plugIn(devices, policyId, consentId);
  await cast.api.kill();
  cast = await castOf(await cast.api.restart());
  devices = new Devices(await Client.of(cast.api, 'broker'));

  expect((await devices.get(deviceId)).body).toMatchObject({ deviceId, status: 'active' });
  const reader = new Devices(await Client.of(cast.api, 'reader'));
  expect(problemOf(await reader.get(deviceId))).toEqual([403, 'insufficient-scope']);
});
