import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Alteration, alteredAssembly } from '../support/altered-assembly.ts';
import { type RunningApi, startApi } from '../support/api.ts';
import { Client, type Reply } from '../support/client.ts';
import { fresh, issueRequest, Policies } from '../support/policies.ts';
import { upcomingRequest } from '../support/risks.ts';

let api: RunningApi;
let broker: Policies;
let asked: { request: object; key: Record<string, string>; policy: Reply };
let cancelled: { date: string; key: Record<string, string> };

beforeAll(async () => {
  api = await startApi();
  const client = await Client.of(api, 'broker');
  broker = new Policies(client);
  const quote = await client.createQuote(upcomingRequest());
  const [request, key] = [issueRequest(quote), fresh()];
  asked = { request, key, policy: await broker.issue(request, key) };
  cancelled = { date: quote.body.startDate, key: fresh() };
  await broker.cancel(asked.policy.body.policyId, 1, cancelled.date, 'not-taken-up', cancelled.key);
  const { dataDir } = api;
  await api.stop();
  // The same client works for another partner from here on.
  api = await startApi({ dataDir, cdkOut: alteredAssembly(sold) });
  broker = new Policies(await Client.of(api, 'broker'));
});
afterAll(() => api?.stop());

const sold: Alteration = ({ Type: type, Properties: properties = {} }) => {
  if (type === 'Custom::Partner' && JSON.stringify(properties).includes('"partnerId":"broker"')) {
    Object.assign(
      properties,
      JSON.parse(JSON.stringify(properties).replace('"partnerId":"broker"', '"partnerId":"acquirer"')),
    );
  }
  return true;
};

it('a policy is no more answered to who may no more read it, by whatever key', async () => {
  const { request, key, policy } = asked;
  const { policyId } = policy.body;
  expect(policy.status).toBe(201);

  expect((await broker.get(policyId)).status).toBe(404);
  expect((await broker.issue(request, key)).status).toBe(404);
  expect((await broker.cancel(policyId, 1, cancelled.date, 'not-taken-up', cancelled.key)).status).toBe(404);
});
