import { afterAll, beforeAll, expect, it } from 'vitest';
import { routesOf } from '../../openapi/generate/contract.ts';
import { operations } from '../../openapi/generated/operations.ts';
import { readContract } from '../contract/contract.ts';
import { CUSTOMER, situations, startConsents } from '../support/consent-situations.ts';
import { type Pipeline, pipelineOf } from '../support/pipeline.ts';

const POLICY = 'pol_01KAHJ3M7C4N8X2V6B9Q1W5E0R';

let pipeline: Pipeline;
let consents: Awaited<ReturnType<typeof startConsents>>;
/** The calls of DynamoDB that were made, by name. */
const calls: string[] = [];

beforeAll(async () => {
  const contract = readContract();
  consents = await startConsents({ policyId: POLICY });
  pipeline = await pipelineOf(contract);
  const { dynamodb } = await import('../../functions/platform/dynamodb.ts');
  dynamodb.middlewareStack.add((next, context) => (args) => {
    calls.push(String(context.commandName));
    return next(args);
  });
});
afterAll(() => consents?.close());

async function callsFor(situation: string, answer: object): Promise<string[]> {
  const route = routesOf(readContract()).find(({ operation }) => operation.operationId === 'getPolicy');
  const wanted = situations.find(({ name }) => name === situation);
  if (!route || !wanted) throw new Error(`nothing is asked with ${situation}`);
  const headers = await consents.headers(wanted, operations.getPolicy, 'identity');
  calls.length = 0;
  const subject = { customerId: CUSTOMER, objects: [{ policyId: POLICY }], restricted: false };
  await pipeline.ask(route, { headers, answer: { body: structuredClone(answer), subject } });
  return [...calls];
}

const PERSONAL = { policyholder: { givenName: 'Anna', address: {} } };

it('consent and release cost one read, and one put where something is shown', async () => {
  expect(await callsFor('the right consent', PERSONAL)).toEqual(['GetItemCommand', 'PutItemCommand']);
  expect(await callsFor('the right consent', {})).toEqual(['GetItemCommand']);
  expect(await callsFor('a revoked consent', PERSONAL)).toEqual(['GetItemCommand']);
  expect(await callsFor('no consent', PERSONAL)).toEqual([]);
});
