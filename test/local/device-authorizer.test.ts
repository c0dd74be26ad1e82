import type { GetItemCommandInput } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { newId } from '../../functions/platform/ids.ts';
import type { PublicJwk } from '../../functions/platform/jws.ts';
import { soon } from '../support/changes.ts';
import { type DeviceKey, deviceToken, newDeviceKey } from '../support/device-tokens.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

const CLIENT = {
  ...{ clientId: 'broker-app', partnerId: 'broker', name: 'Broker', kind: 'partner' as const },
  ...{ tier: 'standard', apiKey: 'key-of-the-broker', scopes: ['devices:write'] },
  ...{ permissions: ['TELEMATICS_COLLECT'], redirectUris: [] },
};
const DEVICES = {
  ...{ clientId: 'devices', partnerId: 'devices', name: 'Devices', kind: 'device' as const },
  ...{ tier: 'device', apiKey: 'key-of-the-devices', scopes: ['telemetry:write'] },
  ...{ permissions: [], redirectUris: [] },
};

let platform: Platform;
let verifyDevice: typeof import('../../functions/authorizer/device-token.ts').verifyDevice;
let registry: typeof import('../../functions/partners/registry.ts');
let store: typeof import('../../functions/devices/store.ts');
let commit: typeof import('../../functions/platform/commit.ts').commit;
/** The tables that something was read from by its key. */
const read: (string | undefined)[] = [];

beforeAll(async () => {
  platform = await startPlatform({
    Partners: { variable: 'PARTNERS_TABLE', keys: ['clientId'] },
    Devices: { variable: 'DEVICES_TABLE', keys: ['deviceId'] },
    Ledger: { variable: 'LEDGER_TABLE', keys: ['aggregateId', 'version'] },
  });
  vi.stubEnv('TOKEN_ISSUER', 'https://issuer.example');
  vi.stubEnv('TOKEN_JWKS_URI', 'https://issuer.example/jwks');
  ({ verifyDevice } = await import('../../functions/authorizer/device-token.ts'));
  registry = await import('../../functions/partners/registry.ts');
  store = await import('../../functions/devices/store.ts');
  ({ commit } = await import('../../functions/platform/commit.ts'));
  const { dynamodb } = await import('../../functions/platform/dynamodb.ts');
  dynamodb.middlewareStack.add(
    (next) => (args) => {
      read.push((args.input as GetItemCommandInput).Key && (args.input as GetItemCommandInput).TableName);
      return next(args);
    },
    { step: 'initialize' },
  );
});
afterAll(() => platform.close());

interface Held {
  deviceId: string;
  key: DeviceKey;
}

/** A device that a client has registered. */
async function registered({ clientId, partnerId } = CLIENT): Promise<Held> {
  const key = await newDeviceKey();
  const { x, y } = key.publicKeyJwk as unknown as PublicJwk;
  const data = {
    ...{ deviceId: newId('dev'), partnerId, clientId, policyId: 'pol_1', customerId: 'cus_1' },
    ...{ consentId: 'con_1', kind: 'obd' as const },
    publicKeyJwk: { kty: 'EC' as const, crv: 'P-256' as const, x, y },
  };
  const origin = { partnerId, actor: clientId, operationId: 'test', requestId: 'r', interactionId: 'i' };
  const occurredAt = new Date().toISOString();
  const { change } = store.changeOfDevice(undefined, [{ type: 'device.registered', data }], {
    ...{ occurredAt, origin },
    alias: { pseudonym: data.deviceId, driverKey: 'd' },
  });
  expect(await commit({ changes: [change] }, soon())).toBe('committed');
  return { deviceId: data.deviceId, key };
}

const verify = async ({ deviceId, key }: Held) => verifyDevice(await deviceToken(deviceId, key));

it('has a fault where nobody has registered devices, and none once somebody did', async () => {
  const device = await registered();
  await expect(verify(device)).rejects.toThrow('the registry does not know of devices');
  await registry.savePartner(DEVICES);
  await registry.savePartner(CLIENT);
  expect(await verify(device)).toEqual({
    // The device, with the allowance of all devices and what its partner may be permitted.
    client: {
      ...DEVICES,
      clientId: device.deviceId,
      partnerId: 'broker',
      permissions: ['TELEMATICS_COLLECT'],
    },
    exp: expect.any(Number),
  });
});

it('lets a token count for the two minutes of grace after its end', async () => {
  const { deviceId, key } = await registered();
  const iat = Math.floor(Date.now() / 1000);
  const { exp } = await verifyDevice(await deviceToken(deviceId, key, { iat, exp: iat + 60 }));
  expect(exp).toBe(iat + 180);
});

it('reads the registrations that a fleet shares once, and every device', async () => {
  const fleet = await Promise.all(Array.from({ length: 20 }, () => registered()));
  read.length = 0;
  for (const device of fleet) await verify(device);

  expect(read.filter((table) => table === 'Partners').length).toBeLessThanOrEqual(2);
  expect(read.filter((table) => table === 'Devices')).toHaveLength(20);
});

it.each([
  ['no client any more', { ...CLIENT, clientId: 'former-app' }],
  ['the client of another partner', { ...CLIENT, partnerId: 'another' }],
])('refuses a device whose partner has %s', async (_what, registrant) => {
  await expect(verify(await registered(registrant))).rejects.toThrow(
    expect.objectContaining({ name: 'InvalidToken', message: 'no such partner' }),
  );
});
