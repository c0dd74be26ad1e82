import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AttributeValue,
  BatchWriteItemCommand,
  DynamoDBClient,
  ListTablesCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { newId, newOpaqueId } from '../../functions/platform/ids.ts';
import { type RunningApi, startApi } from '../support/api.ts';
import { Client } from '../support/client.ts';
import { castOf, consentRequest, inMinutes, policyOfAnna } from '../support/consents.ts';
import { commute } from '../support/drives.ts';
import { busEvents } from '../support/events.ts';
import { type Hot, hottest } from '../support/hot-keys.ts';
import { SendingDevice } from '../support/sending-device.ts';
import { authorised, Telematics } from '../support/telematics.ts';
import { startUnitMeter, type UnitMeter } from '../support/unit-meter.ts';
import { unthrottledAssembly } from '../support/unthrottled.ts';

/** How many posts are under way at the same time. */
const AT_ONCE = 32;

/** DynamoDB's own limit for one batch of writes. */
const BATCH = 25;

/** A minute of driving. */
const POINTS = 60;

/** How long the trips of all devices may take to be completed. */
const PATIENCE_MS = 1_800_000;

/** What a fleet writes whose devices all post in the same second. */
export interface HotFleet {
  devices: number;
  /** Write units of one post of each, of all tables and indexes together. */
  units: number;
  /** Of the posts: as they would all fall into one second, these are units a second. */
  posting: Hot[];
  /** Of what follows once the vehicles stand still: completion, ledger and scores. */
  following: Hot[];
}

/**
 * Has so many devices, each of a policy and a customer of its own, drive twice, and come to rest: the second time is
 * measured, when all that a post may write is written.
 */
export async function measureHotFleet(devices = 10_000): Promise<HotFleet> {
  const meter = await startUnitMeter();
  const env = { DYNAMODB_ENDPOINT: meter.endpoint };
  const cdkOut = unthrottledAssembly();
  const api = await startApi({ cdkOut, env });
  const fleet = await assembleFleet(api, meter, devices);
  await postAll(fleet, 10);
  meter.reset();
  // By now the first trip is over and another begins; what is due moves.
  await postAll(fleet, 1);
  const posting = hottest(meter.written());
  const units = posting.reduce((sum, { total }) => sum + total, 0);
  await api.stop();
  meter.reset();
  // Ten minutes later all vehicles have stood still for long enough.
  const later = await startApi({ cdkOut, dataDir: api.dataDir, env: { ...env, NOW: inMinutes(10) } });
  await allScored(later, devices);
  const following = hottest(meter.written());
  await later.stop();
  await meter.close();
  return { devices, units, posting, following };
}

/** Copies one device so many times, each with a consent, a policy, a customer and a pseudonym of its own. */
async function assembleFleet(api: RunningApi, meter: UnitMeter, size: number): Promise<SendingDevice[]> {
  const { policies, broker, anna } = await castOf(api);
  const policyId = await policyOfAnna(policies);
  const permissions = ['TELEMATICS_COLLECT'];
  const consentId = await authorised(broker, anna, consentRequest({ permissions, objects: [{ policyId }] }));
  const model = await new Telematics(await Client.of(api, 'broker')).device(policyId, consentId);
  const client = clientOf(meter);
  const models = await modelsIn(client);
  const fleet: SendingDevice[] = [];
  while (fleet.length < size) {
    const ids = Array.from({ length: Math.floor(BATCH / models.length) }, () => newId('dev'));
    await write(
      client,
      ids.flatMap((deviceId) => copies(models, model.deviceId, deviceId)),
    );
    fleet.push(...ids.map((deviceId) => new SendingDevice(api, deviceId, model.key)));
  }
  return fleet.slice(0, size);
}

type Item = Record<string, AttributeValue>;
type Placed = [table: string, item: Item];

function clientOf({ endpoint }: UnitMeter): DynamoDBClient {
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
  return new DynamoDBClient({ endpoint, region: 'local', credentials });
}

/** What a post looks at, of the one device that there is: itself, its consent, its policy and its customer. */
async function modelsIn(client: DynamoDBClient): Promise<Placed[]> {
  const { TableNames: names = [] } = await client.send(new ListTablesCommand({}));
  const wanted = names.filter((name) => /Devices|Consents|Segments|Keys/.test(name));
  const scans = wanted.map(async (TableName) => {
    const { Items: items = [] } = await client.send(new ScanCommand({ TableName }));
    return items.map((item): Placed => [TableName, legible(item)]);
  });
  return (await Promise.all(scans)).flat();
}

/** Without what is sealed, which nobody opens here. */
function legible(item: Item): Item {
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value.B === undefined));
}

/** The models under other ids. */
function copies(models: readonly Placed[], modelId: string, deviceId: string): Placed[] {
  const all = JSON.stringify(models);
  const found = (form: RegExp) => form.exec(all)?.[0] ?? '';
  const renamings: [string, string][] = [
    [modelId, deviceId],
    [found(/con_[0-9A-Z]{26}/), newId('con')],
    [found(/pol_[0-9A-Z]{26}/), newId('pol')],
    [found(/cus_[0-9A-Z]{26}/), newOpaqueId('cus')],
    [/"pseudonym":\{"S":"([^"]+)"/.exec(all)?.[1] ?? '', randomBytes(16).toString('base64url')],
  ];
  return JSON.parse(renamings.reduce((text, [from, to]) => text.replaceAll(from, to), all));
}

async function write(client: DynamoDBClient, placed: readonly Placed[]): Promise<void> {
  const tables = Map.groupBy(placed, ([table]) => table);
  const requests = [...tables].map(([table, group]) => [
    table,
    group.map(([, item]) => ({ PutRequest: { Item: item } })),
  ]);
  const { UnprocessedItems: left = {} } = await client.send(
    new BatchWriteItemCommand({ RequestItems: Object.fromEntries(requests) }),
  );
  if (Object.keys(left).length > 0) throw new Error('the database left items unwritten');
}

/** Every device posts a minute of driving that began so many minutes ago. */
async function postAll(fleet: readonly SendingDevice[], minutesAgo: number): Promise<void> {
  const model = commute(1).slice(300, 300 + POINTS);
  const shift = Date.now() - minutesAgo * 60_000 - Date.parse(model[0]?.at ?? '');
  const points = model.map((point) => ({
    ...point,
    at: new Date(Date.parse(point.at) + shift).toISOString(),
  }));
  const waiting = [...fleet];
  const work = async (): Promise<void> => {
    for (let device = waiting.pop(); device; device = waiting.pop()) {
      const { status, body } = await device.send(points);
      if (status !== 202 || body.accepted !== POINTS) throw new Error(`answered ${status}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/** Waits until the score of every policy was worked out. */
async function allScored(api: RunningApi, policies: number): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  let scored = 0;
  for (let since = ''; scored < policies; await sleep(1_000)) {
    const events = await busEvents(api, since);
    scored += events.filter(({ detailType }) => detailType === 'driving-score.updated').length;
    since = events.at(-1)?.id ?? since;
    if (Date.now() > until) throw new Error(`of ${policies} policies ${scored} are scored`);
  }
}
