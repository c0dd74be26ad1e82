import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alteredAssembly } from '../support/altered-assembly.ts';
import { startApi } from '../support/api.ts';
import { Client } from '../support/client.ts';
import { type Cast, castOf, policyOfAnna, startCast } from '../support/consents.ts';
import { deviceClaims, deviceToken } from '../support/device-tokens.ts';
import { collecting, Devices, type HeldDevice, plugIn, postPoint, tokenOf } from '../support/devices.ts';
import { expectProblem } from '../support/problems.ts';
import { type Answered, send } from '../support/request.ts';
import { mintOf, strangersKey } from '../support/tokens.ts';

let cast: Cast;
let devices: Devices;
let policyId: string;
let consentId: string;
let device: HeldDevice;

beforeAll(async () => {
  cast = await startCast();
  devices = new Devices(await Client.of(cast.api, 'broker'));
  policyId = await policyOfAnna(cast.policies);
  consentId = await collecting(cast, policyId);
  device = await plugIn(devices, policyId, consentId);
});
afterAll(() => cast?.api.stop());

const seconds = () => Math.floor(Date.now() / 1000);
const post = async (token: string | Promise<string>) => postPoint(cast, await token);

/** A 401 of the gateway, by whose date a device can put its clock right. */
function expectUnauthorized(answer: Answered): void {
  expectProblem(answer, 'unauthorized');
  expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  expectDate(answer);
}

function expectDate({ headers }: Answered): void {
  expect(Math.abs(Date.parse(headers.get('date') ?? '') - Date.now())).toBeLessThan(5_000);
}

it('lets a device post by the token that the cases below alter', async () => {
  expect((await post(tokenOf(device))).status).toBe(202);
});

describe('a device’s token that does not hold', () => {
  it('is signed by a stranger, by the issuer, or by another device', async () => {
    const mint = await mintOf(cast.api);
    const other = await plugIn(devices, policyId, consentId);
    const { deviceId } = device;
    const issuers = mint.token(deviceClaims(deviceId), { kid: deviceId });

    expectUnauthorized(await post(deviceToken(deviceId, { privateKey: await strangersKey() })));
    expectUnauthorized(await post(issuers));
    expectUnauthorized(await post(deviceToken(deviceId, other.key)));
    const its = { iss: other.deviceId, sub: other.deviceId };
    expectUnauthorized(await post(deviceToken(deviceId, other.key, its)));
  });

  it.each<[what: string, deviceId: string]>([
    ['that is not registered', 'dev_01KAS2M4N6P8Q0R2S4T6V8W0X2'],
    ['of no such form', 'dev_1'],
    ['without a name', 'dev_'],
    ['with a path in its name', '../dev_01KAS2M4N6P8Q0R2S4T6V8W0X2'],
    ['with a name of a thousand letters', `dev_${'A'.repeat(1_000)}`],
  ])('is of a device %s', async (_what, deviceId) => {
    expectUnauthorized(await post(deviceToken(deviceId, device.key)));
  });
});

describe('a wrong clock', () => {
  it.each([
    ['two minutes behind its own end', () => ({ iat: seconds() - 410, exp: seconds() - 110 })],
    ['almost two minutes ahead', () => ({ iat: seconds() + 110, exp: seconds() + 410 })],
  ])('(%s) is let pass', async (_what, claims) => {
    expect((await post(tokenOf(device, claims()))).status).toBe(202);
  });

  it('of an hour is put right by the date of the answer', async () => {
    const skew = -3_600;
    const by = (clock: number) => tokenOf(device, { iat: clock, exp: clock + 300 });
    const refused = await post(by(seconds() + skew));

    expectUnauthorized(refused);
    const mended = Date.parse(refused.headers.get('date') ?? '') / 1000;
    expect((await post(by(mended))).status).toBe(202);
  });
});

describe('a genuine token', () => {
  it('of a device opens nothing but its posts', async () => {
    const token = await tokenOf(device);
    const paths = [
      '/quotes',
      '/policies',
      `/devices/${device.deviceId}`,
      `/devices/${device.deviceId}/trips`,
    ];
    for (const path of [...paths, '/me/trips', `/policies/${policyId}/driving-score`]) {
      expectProblem(await send(cast.api, { path, token }), 'insufficient-scope');
    }
  });

  it.each(['broker', 'reader', 'handler', 'anna'])('of %s is not a device’s', async (name) => {
    expectProblem(await post(cast.api.token(name)), 'insufficient-scope');
  });

  it('of the issuer never is a device’s, whatever client it names', async () => {
    const mint = await mintOf(cast.api);
    for (const clientId of ['devices', device.deviceId]) {
      const claims = { client_id: clientId, sub: clientId, scope: 'partner-api/telemetry:write' };
      expectProblem(await post(mint.token(claims)), 'insufficient-scope');
    }
    expectProblem(await post(mint.token({ scope: 'partner-api/telemetry:write' })), 'insufficient-scope');
  });
});

describe('while the gateway remembers a token', () => {
  it('it ends with its grace', async () => {
    const token = await tokenOf(device, { iat: seconds() - 418, exp: seconds() - 118 });
    expect((await post(token)).status).toBe(202);
    await sleep(2_500);
    const answer = await post(token);
    expectProblem(answer, 'token-expired');
    expectDate(answer);
  });

  it('it ends with the removal of its device', async () => {
    const its = await plugIn(devices, policyId, consentId);
    const token = await tokenOf(its);
    expect((await post(token)).status).toBe(202);
    await devices.remove(its.deviceId);

    const answer = await post(token);
    expectProblem(answer, 'unauthorized');
    expectDate(answer);
    expectUnauthorized(await post(tokenOf(its)));
    expect((await post(tokenOf(device))).status).toBe(202);
  });

  it('it rests with the consent, and ends with it', async () => {
    const consent = await collecting(cast, policyId);
    const its = await plugIn(devices, policyId, consent);
    const token = await tokenOf(its);
    expect((await post(token)).status).toBe(202);

    await cast.anna.suspend(consent);
    expectProblem(await post(token), 'consent-not-live');
    expectProblem(await post(tokenOf(its)), 'consent-not-live');
    await cast.anna.resume(consent);
    expect((await post(token)).status).toBe(202);
    await cast.anna.withdraw(consent);
    expectProblem(await post(token), 'consent-not-live');
    expect((await post(tokenOf(device))).status).toBe(202);
  });
});

it('ends where the partner of its device may not collect any more', async () => {
  const { api } = cast;
  await api.stop();
  const cdkOut = alteredAssembly(({ Type: type, Properties: partner }) => {
    if (type === 'Custom::Partner' && partner?.partnerId === 'broker') partner.permissions = ['POLICY_READ'];
    return true;
  });
  cast = await castOf(await startApi({ cdkOut, dataDir: api.dataDir }));
  expectProblem(await post(tokenOf(device)), 'consent-permission');
});
