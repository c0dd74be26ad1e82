import { DeleteItemCommand, DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningApi, startApi } from '../support/api.ts';
import { Client, type Reply } from '../support/client.ts';
import { issueRequest, Policies, valuedRequest } from '../support/policies.ts';
import { startUnitMeter, type UnitMeter } from '../support/unit-meter.ts';

let database: UnitMeter;
let dynamodb: DynamoDBClient;
let api: RunningApi;
let client: Client;
let broker: Policies;

beforeAll(async () => {
  database = await startUnitMeter();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  dynamodb = new DynamoDBClient({ endpoint: database.endpoint, region: 'eu-central-1', credentials });
  await on('2026-12-01');
});
afterAll(async () => {
  await api?.stop();
  await database?.close();
});

/** Starts, or starts again on the same data, on another day. */
async function on(day: string): Promise<void> {
  const dataDir = api?.dataDir;
  await api?.stop();
  const env = { NOW: `${day}T09:00:00Z`, DYNAMODB_ENDPOINT: database.endpoint };
  api = await startApi({ env, ...(dataDir && { dataDir }) });
  client = await Client.of(api, 'broker');
  broker = new Policies(client);
}

/** Forgets what the vault keeps of a subject, as the end of its time does. */
async function forget(subjectId: string): Promise<void> {
  const TableName = await tableOf('Vault');
  const { Items: items = [] } = await dynamodb.send(new ScanCommand({ TableName }));
  const found = items.filter((item) => item.subjectId?.S === subjectId);
  expect(found.length).toBeGreaterThan(0);
  for (const { subjectId: subject, recordId } of found) {
    if (!subject || !recordId) throw new Error('a record has both keys');
    await dynamodb.send(new DeleteItemCommand({ TableName, Key: { subjectId: subject, recordId } }));
  }
}

/** Destroys the key of a customer's values, as an erasure does. */
async function destroyKey(subjectId: string): Promise<void> {
  const Key = { subjectId: { S: subjectId } };
  await dynamodb.send(new DeleteItemCommand({ TableName: await tableOf('Keys'), Key }));
}

async function tableOf(name: string): Promise<string | undefined> {
  const { TableNames: names = [] } = await dynamodb.send(new ListTablesCommand({}));
  return names.find((table) => table.includes(name));
}

const problemOf = ({ status, body }: Reply) => [status, body.type?.split(':').at(-1)];

it('a quote whose risk is no longer kept cannot be bound', async () => {
  const quote = await client.createQuote(valuedRequest('10000.00', '2027-01-01'));
  await forget(quote.body.quoteId);

  expect(problemOf(await broker.issue(issueRequest(quote)))).toEqual([409, 'quote-expired']);
  expect((await client.getQuote(quote.body.quoteId)).body.status).toBe('offered');
});

it('a change whose records are no longer kept cannot be issued', async () => {
  const { body } = await broker.bind(valuedRequest('10000.00', '2027-01-01'));
  const change = await broker.quoteChange(body.policyId, '2027-02-01', { vehicle: body.vehicle });
  await forget(change.body.changeId);

  expect(problemOf(await broker.issueChange(change, 1))).toEqual([409, 'change-expired']);
  expect((await broker.get(body.policyId, '?effectiveAt=2027-02-01')).body).toMatchObject({
    version: 1,
    vehicle: body.vehicle,
  });
});

it('a policy whose holder is gone is not renewed', async () => {
  const { body } = await broker.bind(valuedRequest('10000.00', '2027-01-01'));
  const { policyId, customerId } = body;
  await on('2027-12-01');
  const offered = async () => (await broker.get(policyId)).body.renewalOffer !== undefined;
  await expect.poll(offered, { timeout: 10_000 }).toBe(true);
  const { version, renewalOffer } = (await broker.get(policyId)).body;
  await destroyKey(customerId);

  const renewed = await broker.renew(policyId, version, renewalOffer.offerId);

  expect(problemOf(renewed)).toEqual([409, 'customer-erased']);
});
