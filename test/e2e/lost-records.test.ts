import { DeleteItemCommand, DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningApi, startApi } from '../support/api.ts';
import { Client, type Reply } from '../support/client.ts';
import { issueRequest, Policies, valuedRequest } from '../support/policies.ts';
import { type MeteredDatabase, startMeteredDatabase } from '../support/read-units.ts';

let database: MeteredDatabase;
let dynamodb: DynamoDBClient;
let api: RunningApi;
let client: Client;
let broker: Policies;

beforeAll(async () => {
  database = await startMeteredDatabase();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  dynamodb = new DynamoDBClient({ endpoint: database.endpoint, region: 'eu-central-1', credentials });
  const env = { NOW: '2026-12-01T09:00:00Z', DYNAMODB_ENDPOINT: database.endpoint };
  api = await startApi({ env });
  client = await Client.of(api, 'broker');
  broker = new Policies(client);
});
afterAll(async () => {
  await api?.stop();
  await database?.close();
});

/** Forgets what the vault keeps of a subject, as the end of its time does. */
async function forget(subjectId: string): Promise<void> {
  const { TableNames: names = [] } = await dynamodb.send(new ListTablesCommand({}));
  const TableName = names.find((name) => name.includes('Vault'));
  const { Items: items = [] } = await dynamodb.send(new ScanCommand({ TableName }));
  const found = items.filter((item) => item.subjectId?.S === subjectId);
  expect(found.length).toBeGreaterThan(0);
  for (const { subjectId: subject, recordId } of found) {
    if (!subject || !recordId) throw new Error('a record has both keys');
    await dynamodb.send(new DeleteItemCommand({ TableName, Key: { subjectId: subject, recordId } }));
  }
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
