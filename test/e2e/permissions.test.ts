import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Alteration, alteredAssembly, without } from '../support/altered-assembly.ts';
import { type RunningApi, startApi } from '../support/api.ts';
import { Client } from '../support/client.ts';
import { busEvents, delivered, eventually } from '../support/events.ts';
import { fresh, issueRequest, POLICYHOLDER, Policies, valuedRequest } from '../support/policies.ts';
import { quoteRequest, upcomingRequest } from '../support/risks.ts';

let api: RunningApi | undefined;
afterEach(() => api?.stop());

const DAY_MS = 86_400_000;

describe('a permission that is taken from a role', () => {
  it('fails the call that needs it, tells nobody, and leaves nothing', async () => {
    api = await startApi({ cdkOut: alteredAssembly(without('quotesRole', 'dynamodb:PutItem', 'Ledger')) });
    const broker = await Client.of(api, 'broker');
    const key = { 'idempotency-key': randomUUID() };
    const refused = await broker.createQuote(upcomingRequest(), key);

    expect(refused).toMatchObject({ status: 500, body: { type: 'urn:partner-api:problem:internal-error' } });
    expect(JSON.stringify(refused.body)).not.toMatch(/denied|dynamodb|Ledger|role|\bat /i);
    expect((await broker.listQuotes()).body.data).toEqual([]);

    const { dataDir } = api;
    await api.stop();
    expect(logOf(dataDir, 'quotesFunction')).toContain('AccessDeniedException');
    api = await startApi({ dataDir });
    const intact = await Client.of(api, 'broker');
    const { status, headers, body } = await intact.createQuote(upcomingRequest(), key);
    expect(status).toBe(201);
    expect(headers.has('idempotency-replayed')).toBe(false);
    const events = await eventually(api, (all) => delivered(all, 'quote.offered', body.quoteId));
    expect(events).toHaveLength(1);
  });

  it('fails what needs it in part, and leaves nothing of the rest', async () => {
    api = await startApi({ cdkOut: alteredAssembly(without('policiesRole', 'dynamodb:PutItem', 'Vault')) });
    const broker = await Client.of(api, 'broker');
    const policies = new Policies(broker);
    const quote = await broker.createQuote(upcomingRequest());
    const [request, key] = [issueRequest(quote), fresh()];
    const refused = await policies.issue(request, key);

    expect(refused).toMatchObject({ status: 500, body: { type: 'urn:partner-api:problem:internal-error' } });
    expect((await policies.list()).body.data).toEqual([]);
    expect((await broker.getQuote(quote.body.quoteId)).body).toEqual(quote.body);

    const { dataDir } = api;
    await api.stop();
    expect(logOf(dataDir, 'policiesFunction')).toContain('AccessDeniedException');
    api = await startApi({ dataDir });
    const { status, headers } = await new Policies(await Client.of(api, 'broker')).issue(request, key);
    expect(status).toBe(201);
    expect(headers.has('idempotency-replayed')).toBe(false);
  });

  it('holds events back, and loses none', async () => {
    api = await startApi({ cdkOut: alteredAssembly(without('relayRole', 'events:PutEvents', 'Bus')) });
    const broker = await Client.of(api, 'broker');
    const { body } = await broker.createQuote(upcomingRequest());
    const { dataDir } = api;
    await expect.poll(() => logOf(dataDir, 'relayFunction')).toContain('AccessDeniedException');
    expect(await busEvents(api)).toEqual([]);

    await api.stop();
    api = await startApi({ dataDir });
    await eventually(api, (all) => delivered(all, 'quote.offered', body.quoteId));
  });
});

/**
 * API Gateway takes a role for its logs only when that may do all of this, and itself only writes (API Gateway
 * developer guide, "Permissions for CloudWatch logging").
 */
const ASKED_FOR_BY_API_GATEWAY = [
  'logs:CreateLogGroup',
  'logs:CreateLogStream',
  'logs:DescribeLogGroups',
  'logs:DescribeLogStreams',
  'logs:FilterLogEvents',
  'logs:GetLogEvents',
];

describe('the grants of all roles', () => {
  it('are each needed by something', async () => {
    api = await startApi();
    const before = await Client.of(api, 'broker');
    expect((await before.createQuote(upcomingRequest())).status).toBe(201);
    const { body: ending } = await new Policies(before).bind(upcomingRequest());
    const { dataDir } = api;
    await api.stop();
    // On the last day of the policy's term, and without one partner: a quote expires, the policy is offered and
    // issued its renewal, and a row leaves the registry.
    const later = new Date(Date.parse(ending.term.end) - DAY_MS / 2);
    const env = { NOW: later.toISOString() };
    api = await startApi({ dataDir, cdkOut: alteredAssembly(withoutPartner('reader')), env });
    await useEveryQuoteOperation(api, daysAfter(later, 30));
    await useEveryPolicyOperation(api, daysAfter(later, 30));
    await eventually(api, (all) => all.some(({ detailType }) => detailType === 'quote.expired'));
    await eventually(api, (all) => delivered(all, 'policy.renewed', ending.policyId));

    const answer = await fetch(`${api.origin}/_local/permissions`);
    const { unused } = (await answer.json()) as { unused: { role: string; action: string }[] };
    const unneeded = unused.filter(
      ({ role, action }) => !(role.includes('GatewayLogRole') && ASKED_FOR_BY_API_GATEWAY.includes(action)),
    );
    expect(unneeded).toEqual([]);
  });
});

async function useEveryQuoteOperation(api: RunningApi, startDate: string): Promise<void> {
  const [broker, underwriter] = [await Client.of(api, 'broker'), await Client.of(api, 'handler')];
  const key = fresh();
  const request = quoteRequest({ startDate, vehicle: { fuel: 'electric' } });
  const { body, headers } = await broker.createQuote(request, key);
  await broker.createQuote(request, key);
  await broker.getProduct('motor');
  await broker.getQuote(body.quoteId);
  await broker.listQuotes();
  await broker.replayQuote(body.quoteId);
  const decision = { decision: 'decline', reason: 'Not this one.' };
  await underwriter.decideReferral(body.quoteId, decision, { 'if-match': headers.get('etag') ?? '' });
  await broker.getQuote(body.quoteId);
}

/** Every operation on policies but the renewal that is asked for. */
async function useEveryPolicyOperation(api: RunningApi, startDate: string): Promise<void> {
  const broker = await Client.of(api, 'broker');
  const policies = new Policies(broker);
  const [request, key] = [
    issueRequest(await broker.createQuote(valuedRequest('10000.00', startDate))),
    fresh(),
  ];
  const { body } = await policies.issue(request, key);
  await policies.issue(request, key);
  // Of the person who had a policy before; somebody else becomes a customer.
  const newcomer = { policyholder: { ...POLICYHOLDER, email: 'newcomer@example.com' } };
  await policies.bind(valuedRequest('10000.00', startDate), newcomer);
  const { policyId, policyNumber, vehicle } = body;
  await policies.list();
  await policies.list(`?policyNumber=${policyNumber}`);
  await policies.list(`?plate=${vehicle.plate}`);
  const dearer = { ...vehicle, value: { amount: '12000.00', currency: 'EUR' } };
  const start = new Date(startDate);
  const change = await policies.quoteChange(policyId, daysAfter(start, 200), { vehicle: dearer });
  const moves = [
    await policies.issueChange(change, 1),
    // Before the change, whose segment goes.
    await policies.cancel(policyId, 2, daysAfter(start, 100), 'insurer'),
    await policies.reinstate(policyId, 3, daysAfter(start, 100)),
  ];
  expect(moves.map(({ status }) => status)).toEqual([200, 200, 200]);
  await policies.get(policyId, `?knownAt=${startDate}`);
  await policies.transactions(policyId);
  const headers = { authorization: `Bearer ${await api.token('broker')}` };
  const schedule = await fetch(`${api.url}/policies/${policyId}/schedule`, { headers });
  expect(Buffer.from(await schedule.arrayBuffer()).toString('latin1', 0, 5)).toBe('%PDF-');
}

/** The day so many days after a moment. */
function daysAfter(moment: Date, days: number): string {
  return new Date(moment.getTime() + days * DAY_MS).toISOString().slice(0, 10);
}

function withoutPartner(partnerId: string): Alteration {
  return ({ Type: type, Properties: properties }) =>
    type !== 'Custom::Partner' || properties?.partnerId !== partnerId;
}

/** Everything that a function has logged. */
function logOf(dataDir: string, logicalId: string): string {
  const logs = join(dataDir, 'logs');
  const file = readdirSync(logs).find((name) => name.includes(logicalId));
  return file === undefined ? '' : readFileSync(join(logs, file), 'utf8');
}
