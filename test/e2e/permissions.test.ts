import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Alteration, alteredAssembly } from '../support/altered-assembly.ts';
import { type RunningApi, startApi } from '../support/api.ts';
import { Client } from '../support/client.ts';
import { busEvents, delivered, eventually } from '../support/events.ts';
import { upcomingRequest } from '../support/risks.ts';

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
    const { dataDir } = api;
    await api.stop();
    // A month later, without one partner: quotes expire, and a row leaves the registry.
    const later = new Date(Date.now() + 40 * DAY_MS).toISOString();
    api = await startApi({ dataDir, cdkOut: alteredAssembly(withoutPartner('reader')), env: { NOW: later } });
    await useEveryOperation(api);
    await eventually(api, (all) => all.some(({ detailType }) => detailType === 'quote.expired'));

    const answer = await fetch(`${api.origin}/_local/permissions`);
    const { unused } = (await answer.json()) as { unused: { role: string; action: string }[] };
    const unneeded = unused.filter(
      ({ role, action }) => !(role.includes('GatewayLogRole') && ASKED_FOR_BY_API_GATEWAY.includes(action)),
    );
    expect(unneeded).toEqual([]);
  });
});

async function useEveryOperation(api: RunningApi): Promise<void> {
  const [broker, underwriter] = [await Client.of(api, 'broker'), await Client.of(api, 'handler')];
  const key = { 'idempotency-key': randomUUID() };
  const request = upcomingRequest({ vehicle: { fuel: 'electric' } });
  const { body, headers } = await broker.createQuote(request, key);
  await broker.createQuote(request, key);
  await broker.getProduct('motor');
  await broker.getQuote(body.quoteId);
  await broker.listQuotes();
  await broker.replayQuote(body.quoteId);
  const decision = { decision: 'decline', reason: 'Not this one.' };
  await underwriter.decideReferral(body.quoteId, decision, { 'if-match': headers.get('etag') ?? '' });
}

/** Takes one action on one resource from a role; role and resource by parts of their logical ids. */
function without(role: string, action: string, resource: string): Alteration {
  return ({ Type: type, Properties: properties }, logicalId) => {
    if (type !== 'AWS::IAM::Policy' || !logicalId.startsWith(role)) return true;
    const document = properties?.PolicyDocument as { Statement: Statement[] };
    const held = document.Statement;
    document.Statement = held.flatMap((statement) => {
      if (!JSON.stringify(statement.Resource).includes(resource)) return [statement];
      const actions = [statement.Action].flat().filter((one) => one !== action);
      return actions.length === 0 ? [] : [{ ...statement, Action: actions }];
    });
    if (JSON.stringify(held) === JSON.stringify(document.Statement))
      throw new Error(`${role} lacks ${action}`);
    return true;
  };
}

interface Statement {
  Action: string | string[];
  Resource: unknown;
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
