import { afterAll, beforeAll, expect, it } from 'vitest';
import { addDays } from '../../functions/platform/calendar.ts';
import { type RunningApi, startApi } from '../support/api.ts';
import { Client } from '../support/client.ts';
import { Policies, valuedRequest } from '../support/policies.ts';
import { unthrottledAssembly } from '../support/unthrottled.ts';

const TODAY = '2026-12-01';
const MOST = 1_000;

let api: RunningApi;
let broker: Policies;

beforeAll(async () => {
  api = await startApi({ env: { NOW: `${TODAY}T09:00:00Z` }, cdkOut: unthrottledAssembly() });
  broker = new Policies(await Client.of(api, 'broker'));
});
afterAll(() => api?.stop());

it('a policy takes a thousand transactions from partners, and then only its end', async () => {
  const { policyId, vehicle } = (await broker.bind(valuedRequest('10000.00', TODAY))).body;
  const change = async (version: number, date: string) => {
    const value = { amount: `${10_000 + version}.00`, currency: 'EUR' };
    const quoted = await broker.quoteChange(policyId, date, { vehicle: { ...vehicle, value } });
    return quoted.status === 201 ? broker.issueChange(quoted, version) : quoted;
  };
  // Thirty changes to come, behind which each further one books sixty-one transactions.
  let version = 1;
  while (version <= 30) version = (await change(version, addDays(TODAY, 30 + version))).body.version;

  let refused = await change(version, TODAY);
  for (let round = 0; round < 20 && refused.status === 200; round++) {
    version = refused.body.version;
    refused = await change(version, TODAY);
  }

  expect([refused.status, refused.body.type]).toEqual([409, 'urn:partner-api:problem:too-many-transactions']);
  expect((version - 31) * 61 + 31).toBeGreaterThanOrEqual(MOST);
  expect((version - 32) * 61 + 31).toBeLessThan(MOST);
  expect((await broker.get(policyId)).body.version).toBe(version);
  expect((await broker.cancel(policyId, version, TODAY, 'insurer')).status).toBe(200);
  expect((await broker.reinstate(policyId, version + 1, TODAY)).status).toBe(409);
}, 120_000);
