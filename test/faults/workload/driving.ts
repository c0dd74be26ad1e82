import { drive, type Measured } from '../../../infra/local/demo/drive.ts';
import { inMinutes } from '../../support/consents.ts';
import { deviceToken, newDeviceKey } from '../../support/device-tokens.ts';
import { collectionRequest } from '../../support/devices.ts';
import { fresh } from '../../support/policies.ts';
import { under } from '../../support/telematics.ts';
import { given } from './consenting.ts';
import type { Posted } from './diary.ts';
import type { Draw } from './draw.ts';
import type { Held } from './insuring.ts';
import { PersistentClient } from './persistent-client.ts';
import type { Holder, Stage } from './stage.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A drive has some 1,400 points, of which a device measures each so-manieth. */
const EACH = 10;
const BATCH = 30;

/** What the driver does about the device once it has sent. */
type End = 'goes-on' | 'removed' | 'withdrawn';

/**
 * Has a device of a policy send some drives: batches in any order, some twice, some at the same time, each until it is
 * acknowledged. Then it goes on, or its consent ends, with which all that was driven is to be deleted.
 */
export async function driveUnder(
  stage: Stage,
  holder: Holder,
  held: Held,
  draw: Draw,
  drives: number,
): Promise<void> {
  const { policyId } = held;
  const request = { ...collectionRequest(policyId), expiresAt: inMinutes(24 * 60) };
  const consentId = await given(stage, holder, request, stage.brokers.consents);
  if (consentId === undefined) return;
  const device = await registered(stage, policyId, consentId);
  if (!device) return;
  await sendAll(stage, device, batchesOf(draw, drives), draw);
  const end = draw.of<End>('goes-on', 'goes-on', 'removed', 'withdrawn');
  if (end === 'removed') await stage.telematics.devices.remove(device.deviceId);
  if (end === 'withdrawn') await holder.consents.withdraw(consentId);
}

/** A device that sends as itself until it is told that its points are taken. */
interface Device {
  deviceId: string;
  client: PersistentClient;
}

async function registered(stage: Stage, policyId: string, consentId: string): Promise<Device | undefined> {
  const key = await newDeviceKey();
  const request = { policyId, kind: 'obd', publicKeyJwk: key.publicKeyJwk };
  const headers = { ...under(consentId), ...fresh() };
  const { status, body } = await stage.telematics.devices.register(request, consentId, headers);
  if (status !== 201) return undefined;
  const { deviceId } = body;
  const token = await deviceToken(deviceId, key);
  return { deviceId, client: new PersistentClient(stage.api, token, stage.diary) };
}

/** Drives of several days in batches, out of order for some devices, and some of them twice. */
function batchesOf(draw: Draw, drives: number): Measured[][] {
  const batches = Array.from({ length: drives }, (_, index) => {
    const startsAt = Math.floor(Date.now() / DAY_MS) * DAY_MS - (index + 1) * DAY_MS + 8 * HOUR_MS;
    const points = drive(startsAt, draw.below(2)).filter((__, second) => second % EACH === 0);
    return Array.from({ length: Math.ceil(points.length / BATCH) }, (__, batch) =>
      points.slice(batch * BATCH, (batch + 1) * BATCH),
    );
  }).flat();
  const all = [...batches, ...batches.filter(() => draw.percent(20))];
  return draw.percent(50) ? all : draw.shuffled(all);
}

async function sendAll({ diary }: Stage, device: Device, batches: Measured[][], draw: Draw): Promise<void> {
  const underWay: Promise<void>[] = [];
  for (const [sequence, points] of batches.entries()) {
    const posted = postOf(device, { sequence, points });
    diary.posted.push(posted);
    underWay.push(posted.again());
    // Now and then the next one overtakes.
    if (!draw.percent(20)) await Promise.all(underWay.splice(0));
  }
  await Promise.all(underWay);
}

/** A batch that is to be sent until it is taken. */
function postOf({ deviceId, client }: Device, body: { sequence: number; points: Measured[] }): Posted {
  const posted: Posted = {
    deviceId,
    moments: body.points.map(({ at }) => Date.parse(at)),
    taken: false,
    async again() {
      const { status } = await client.call('postTelemetry', 'POST', '/telemetry', { body });
      posted.taken ||= status === 202;
    },
  };
  return posted;
}
