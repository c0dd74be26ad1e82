import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { alteredAssembly, without } from '../support/altered-assembly.ts';
import { type RunningApi, startApi } from '../support/api.ts';
import { Client } from '../support/client.ts';
import { busEvents, delivered, eventually } from '../support/events.ts';
import { fresh, issueRequest, Policies } from '../support/policies.ts';
import { upcomingRequest } from '../support/risks.ts';

let api: RunningApi | undefined;
afterEach(() => api?.stop());

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

/** Everything that a function has logged. */
function logOf(dataDir: string, logicalId: string): string {
  const logs = join(dataDir, 'logs');
  const file = readdirSync(logs).find((name) => name.includes(logicalId));
  return file === undefined ? '' : readFileSync(join(logs, file), 'utf8');
}
