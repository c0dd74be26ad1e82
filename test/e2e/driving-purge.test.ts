import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alteredAssembly } from '../support/altered-assembly.ts';
import { startApi } from '../support/api.ts';
import { Client, type Reply } from '../support/client.ts';
import {
  type Cast,
  castOf,
  consentRequest,
  inMinutes,
  policyOfAnna,
  startCast,
} from '../support/consents.ts';
import {
  collectionRequest,
  Devices,
  type HeldDevice,
  plugIn,
  postPoint,
  tokenOf,
} from '../support/devices.ts';
import { commute, onceCompleted, sendPoints, until } from '../support/drives.ts';
import { busEvents } from '../support/events.ts';
import {
  drivingUnder,
  keptDevice,
  pseudonymOf,
  restorableWith,
  tablesWith,
} from '../support/kept-driving.ts';

const HOUR = 60;
const DAY = 24 * HOUR;

/** The ends of consents come to the purge at once: nobody posts meanwhile. */
const assembly = alteredAssembly(({ Type: type, Properties: properties = {} }, logicalId) => {
  if (type === 'AWS::SQS::Queue' && logicalId.includes('Ends')) properties.DelaySeconds = 0;
  if (type === 'AWS::ApiGateway::UsagePlan') properties.Throttle = { BurstLimit: 5_000, RateLimit: 5_000 };
  return true;
});

let cast: Cast;
let devices: Devices;
/** Under a consent for a day, and one for two, each with a device that has driven; and one that lets trips be read. */
let brief: HeldDevice;
let lasting: HeldDevice;
let reading: string;

beforeAll(async () => {
  cast = await startCast({ cdkOut: assembly });
  devices = await letIn();
  [brief, lasting] = [await drivenFor(DAY), await drivenFor(2 * DAY)];
  reading = await readingOf(lasting.policyId);
  await onceAllCompleted();
});
afterAll(() => cast?.api.stop());

const letIn = async () => new Devices(await Client.of(cast.api, 'broker'));

async function onceAllCompleted(): Promise<void> {
  cast = await onceCompleted(cast, 4, assembly);
  devices = await letIn();
}

/** A device on a policy of its own that made two trips, under a consent for so many minutes. */
async function drivenFor(minutes: number): Promise<HeldDevice> {
  const policyId = await policyOfAnna(cast.policies);
  const request = { ...collectionRequest(policyId), expiresAt: inMinutes(minutes) };
  const consentId = await cast.broker.ask(request);
  await cast.anna.authorise(consentId);
  const device = await plugIn(devices, policyId, consentId);
  await sendPoints(cast, device, [...commute(3), ...commute(2, 1)]);
  return device;
}

async function readingOf(policyId: string): Promise<string> {
  const permissions = ['TELEMATICS_SCORE_READ', 'TELEMATICS_TRIPS_READ'];
  const consentId = await cast.broker.ask(
    consentRequest({ permissions, objects: [{ policyId }], expiresAt: inMinutes(10 * DAY) }),
  );
  await cast.anna.authorise(consentId);
  return consentId;
}

async function scoreOf(policyId: string): Promise<Reply> {
  const client = await Client.of(cast.api, 'broker');
  const headers = { 'x-consent-id': reading };
  return client.call('getDrivingScore', 'GET', `/policies/${policyId}/driving-score`, { headers });
}

const postOf = async (device: HeldDevice) => postPoint(cast, await tokenOf(device));
const kept = ({ deviceId }: HeldDevice) =>
  drivingUnder(cast.api.dataDir, pseudonymOf(cast.api.dataDir, deviceId));

describe('a collecting consent that is suspended', () => {
  it('stops collection and keeps what there is', async () => {
    const before = kept(lasting);
    expect(before).toMatchObject({ cursors: 1, trips: 2 });
    await cast.anna.suspend(lasting.consentId);

    const refused = await postOf(lasting);

    expect([refused.status, refused.json.type]).toEqual([403, 'urn:partner-api:problem:consent-not-live']);
    expect(kept(lasting)).toEqual(before);
  });

  it('collects again once it is resumed', async () => {
    await cast.anna.resume(lasting.consentId);
    expect((await postOf(lasting)).status).toBe(202);
  });
});

describe('a collecting consent that is revoked', () => {
  let pseudonym: string;
  let had: ReturnType<typeof kept>;
  let stoodIn: string[];

  beforeAll(async () => {
    pseudonym = pseudonymOf(cast.api.dataDir, brief.deviceId);
    had = kept(brief);
    stoodIn = tablesWith(cast.api.dataDir, pseudonym);
    await cast.anna.withdraw(brief.consentId);
  });

  it('ends collection at that moment', async () => {
    expect([401, 403]).toContain((await postOf(brief)).status);
  });

  it('has the driving data deleted, and says how much that was', async () => {
    const { deviceId } = brief;
    await until(async () => (await devices.get(deviceId)).body.drivingData.status === 'deleted');

    const { body } = await devices.get(deviceId);

    expect(had).toMatchObject({ cursors: 1, trips: 2 });
    expect(body).toMatchObject({ status: 'removed', removedBecause: 'consent-ended' });
    expect(body.drivingData).toMatchObject({ batches: had.batches, trips: had.trips });
    expect((await postOf(brief)).status).toBe(401);
  });

  it('leaves nothing anywhere that its driver was known by', () => {
    expect(stoodIn.length).toBeGreaterThanOrEqual(4);
    expect(tablesWith(cast.api.dataDir, pseudonym)).toEqual([]);
    // For a day: nothing that was driven can be restored with it.
    expect(restorableWith(cast.api.dataDir, pseudonym)).toEqual([expect.stringMatching(/Devices/)]);
    expect(keptDevice(cast.api.dataDir, brief.deviceId)).not.toHaveProperty('driverKey');
  });

  it('tells the bus that the device was removed, once', async () => {
    const events = await busEvents(cast.api);
    const removed = events.filter(({ detailType }) => detailType === 'device.removed');
    expect(removed.map(({ detail }) => [detail.deviceId, detail.reason])).toEqual([
      [brief.deviceId, 'consent-ended'],
    ]);
  });

  it('touches no other device', async () => {
    expect(kept(lasting)).toMatchObject({ cursors: 1, trips: 3 });
    expect((await devices.get(lasting.deviceId)).body.status).toBe('active');
  });
});

describe('a reading consent that is revoked', () => {
  it('closes reading and deletes nothing', async () => {
    expect((await scoreOf(lasting.policyId)).body).toMatchObject({ tripCount: 2 });
    const before = kept(lasting);
    await cast.anna.withdraw(reading);
    expect((await scoreOf(lasting.policyId)).status).toBe(403);
    await until(async () => (await busEvents(cast.api)).some(isEndOf(reading)));
    expect(kept(lasting)).toEqual(before);
    reading = await readingOf(lasting.policyId);
  });
});

describe('a collecting consent that has expired', () => {
  beforeAll(async () => {
    const { dataDir } = cast.api;
    await cast.api.stop();
    cast = await castOf(await startApi({ dataDir, cdkOut: assembly, env: { NOW: inMinutes(3 * DAY) } }));
    devices = await letIn();
  });

  it('has the driving data deleted, and the score with it', async () => {
    const { deviceId, policyId } = lasting;
    await until(async () => (await devices.get(deviceId)).body.drivingData.status === 'deleted');
    await until(async () => (await scoreOf(policyId)).body.tripCount === 0);

    const { body } = await scoreOf(policyId);

    expect(body).toMatchObject({ enough: false, distanceKm: 0, annualKm: 0, reasons: [] });
    expect(body).not.toHaveProperty('score');
  });
});

const isEndOf =
  (consentId: string) =>
  ({ detailType, detail }: { detailType: string; detail: { aggregateId: string } }) =>
    detailType === 'consent.revoked' && detail.aggregateId === consentId;
