import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { buildSync } from 'esbuild';
import { bundling } from '../../infra/constructs/bundles.ts';
import { startDynamoDb } from '../../infra/local/dynamodb/dynoxide.ts';
import type { Measurement } from '../../infra/local/lambda/function.ts';
import { LambdaHost } from '../../infra/local/lambda/host.ts';
import type { Clearance, PiiClass } from '../../openapi/generated/masks/masks.ts';
import { masks } from '../../openapi/generated/masks/policies.ts';
import type { RunningApi } from '../support/api.ts';
import { Client } from '../support/client.ts';
import { type Cast, consentRequest, policyOfAnna, startCast } from '../support/consents.ts';
import { temporaryDirectory } from '../support/directories.ts';
import { median } from './median.ts';

const WARM_UP = 500;
const ROUNDS = 5;
const READS = 600;
const CALLS = 4_000;
const MASKED = 200_000;

/** What a consent and its release add to a getPolicy, in CPU microseconds of the function's thread. */
export interface ConsentCost {
  /** Finding and checking the consent, without the call that reads it. */
  consentUs: number;
  /** Putting the release on record, without the call that writes it. */
  releaseUs: number;
  /** Masking a policy. */
  maskUs: number;
}

/**
 * Reads one policy by three ways in turn: as a third party with a consent, as its producer, and as a third party whom
 * the consent lets see nothing in clear. What differs is the consent, the release, and the calls of each; those
 * are measured apart, in a function that does nothing else.
 */
export async function measureConsent(): Promise<ConsentCost> {
  const cast = await startCast({ env: { MEASURE: '1' } });
  const reads = await measureReads(cast).finally(() => cast.api.stop());
  const sdk = await measureCalls(cast.api);
  const { third, producer, masked } = reads;
  return {
    consentUs: third - producer - sdk.get,
    releaseUs: third - masked - sdk.put,
    maskUs: maskingUs(),
  };
}

interface Reads {
  third: number;
  producer: number;
  masked: number;
}

async function measureReads({ api, reader, anna, policies }: Cast): Promise<Reads> {
  const policyId = await policyOfAnna(policies);
  const granted = async (permissions: string[]) => {
    const consentId = await reader.ask(consentRequest({ permissions }));
    await anna.authorise(consentId, policyId);
    return { 'x-consent-id': consentId };
  };
  const [open, shut] = [
    await granted(['POLICY_READ', 'IDENTITY_READ', 'CONTACT_READ', 'VEHICLE_READ']),
    await granted(['POLICY_READ']),
  ];
  const [third, producer] = [await Client.of(api, 'reader'), await Client.of(api, 'broker')];
  const read =
    (client: Client, headers = {}) =>
    () =>
      client.call('getPolicy', 'GET', `/policies/${policyId}`, { headers });
  const ways = { third: read(third, open), producer: read(producer), masked: read(third, shut) };
  const cost: Record<keyof Reads, number[]> = { third: [], producer: [], masked: [] };
  for (const way of Object.values(ways)) await cpuOf(api, way, WARM_UP);
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of Object.keys(ways) as (keyof Reads)[])
      cost[name].push(await cpuOf(api, ways[name], READS));
  }
  return { third: median(cost.third), producer: median(cost.producer), masked: median(cost.masked) };
}

/** Mean CPU time of the policies function for so many requests, one after another. */
async function cpuOf({ dataDir }: RunningApi, read: () => Promise<unknown>, times: number): Promise<number> {
  const before = callsIn(dataDir).length;
  for (let time = 0; time < times; time++) await read();
  const calls = callsIn(dataDir).slice(before);
  return calls.reduce((sum, { cpuUs }) => sum + cpuUs, 0) / calls.length;
}

function callsIn(dataDir: string): Measurement[] {
  const lines = readFileSync(join(dataDir, 'logs/invocations.jsonl'), 'utf8').trimEnd().split('\n');
  return lines
    .map((line): Measurement => JSON.parse(line))
    .filter(({ function: name, cold }) => !cold && /policiesFunction/i.test(name) && !/schedule/i.test(name));
}

/** What the SDK takes to read a consent and to write a receipt, of those that the reads have left behind. */
async function measureCalls({ dataDir }: RunningApi): Promise<{ get: number; put: number }> {
  const database = await startDynamoDb(dataDir);
  const endpoint = `http://${database.hostname}:${database.port}`;
  const environment = {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_ENDPOINT_URL: endpoint,
    ITEMS: await itemsOf(endpoint),
    TZ: 'UTC',
  };
  const calls: Measurement[] = [];
  const host = new LambdaHost({ measure: (call) => calls.push(call) });
  host.define(bareFunction(environment));
  const cpu = async (call: 'get' | 'put') => {
    for (let number = 0; number < WARM_UP + CALLS; number++) await host.invoke('bare', { call });
    return (
      calls
        .splice(0)
        .slice(WARM_UP)
        .reduce((sum, { cpuUs }) => sum + cpuUs, 0) / CALLS
    );
  };
  const cost = { get: await cpu('get'), put: await cpu('put') };
  await host.close();
  await database.close();
  return cost;
}

async function itemsOf(endpoint: string): Promise<string> {
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
  const client = new DynamoDBClient({ endpoint, region: 'eu-central-1', credentials });
  const { TableNames: names = [] } = await client.send(new ListTablesCommand({}));
  const first = async (table: string, filter?: string) => {
    const TableName = names.find((name) => name.includes(table));
    const condition = filter && {
      FilterExpression: 'begins_with(aggregateId, :prefix)',
      ExpressionAttributeValues: { ':prefix': { S: filter } },
    };
    const { Items: [item] = [] } = await client.send(new ScanCommand({ TableName, ...condition }));
    if (!item) throw new Error(`nothing was left in ${table}`);
    return { TableName, Item: item };
  };
  const { TableName, Item } = await first('Consents');
  const read = { TableName, Key: { consentId: Item.consentId }, ConsistentRead: true };
  const written = {
    ...(await first('Ledger', 'rel_')),
    ConditionExpression: 'attribute_exists(aggregateId)',
  };
  const file = join(temporaryDirectory(), 'items.json');
  writeFileSync(file, JSON.stringify({ read, written }));
  return file;
}

function bareFunction(environment: Record<string, string>) {
  const directory = temporaryDirectory();
  const entry = { in: join(import.meta.dirname, 'bare-calls.ts'), out: 'index' };
  buildSync({ ...bundling, entryPoints: [entry], outdir: directory });
  return {
    name: 'bare',
    arn: 'arn:aws:lambda:eu-central-1:000000000000:function:bare',
    directory,
    handler: 'index.handler',
    environment,
    timeoutSeconds: 15,
    memoryMb: 1024,
    reservedConcurrency: 1,
    logs: () => {},
  };
}

/** The mean CPU time of masking a policy of which everything is personal that can be. */
function maskingUs(): number {
  const lifted: ReadonlySet<PiiClass> = new Set(['identity']);
  const mask = (number: number) => {
    const clearance: Clearance = { lifted, released: new Set() };
    masks.getPolicy['200'](bodies[number % bodies.length], clearance);
  };
  const bodies = Array.from({ length: MASKED }, policy);
  for (let number = 0; number < MASKED / 2; number++) mask(number);
  const before = process.cpuUsage();
  for (let number = MASKED / 2; number < MASKED; number++) mask(number);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / (MASKED / 2);
}

function policy(): object {
  const address = { line1: 'Veldstraat 1', city: 'Gent', postcode: '9000', country: 'BE' };
  const dateOfBirth = '1985-03-02';
  return {
    policyholder: {
      ...{ givenName: 'Anna', familyName: 'Peeters', dateOfBirth, email: 'anna@example.com' },
      ...{ phone: '+32470123456', address: { ...address } },
    },
    vehicle: { vin: 'WVWZZZ1JZXW000001', plate: '1ABC234', powerKw: 66, fuel: 'diesel', use: 'private' },
    driver: { dateOfBirth },
    address: { ...address },
  };
}
