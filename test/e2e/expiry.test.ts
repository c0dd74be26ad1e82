import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningApi, startApi } from '../support/api.ts';
import { Client, type Reply } from '../support/client.ts';
import { busEvents, delivered, eventually } from '../support/events.ts';
import { upcomingRequest } from '../support/risks.ts';

const DAY_MS = 86_400_000;
const KEY = { 'idempotency-key': randomUUID() };

let api: RunningApi;
let broker: Client;
let underwriter: Client;
let offered: Reply;
let referred: Reply;
let declined: Reply;

beforeAll(async () => {
  api = await startApi();
  await letClientsIn();
  offered = await broker.createQuote(upcomingRequest(), KEY);
  referred = await broker.createQuote(upcomingRequest({ vehicle: { fuel: 'electric' } }));
  declined = await broker.createQuote(upcomingRequest({ address: { postcode: '0999' } }));
});
afterAll(() => api?.stop());

describe('a quote within its thirty days', () => {
  beforeAll(() => restartAfter(29));

  it('stands', async () => {
    expect((await broker.getQuote(offered.body.quoteId)).body).toEqual(offered.body);
    expect((await busEvents(api)).map(({ detailType }) => detailType)).not.toContain('quote.expired');
  });
});

describe('a quote whose time has passed', () => {
  beforeAll(() => restartAfter(40));

  it('is expired wherever it is read', async () => {
    const { body } = await broker.listQuotes();
    const rows = body.data.map((row: { quoteId: string; status: string }) => [row.quoteId, row.status]);

    expect(Object.fromEntries(rows)).toEqual({
      [offered.body.quoteId]: 'expired',
      [referred.body.quoteId]: 'expired',
      [declined.body.quoteId]: 'declined',
    });
    expect((await broker.getQuote(offered.body.quoteId)).body).toMatchObject({
      status: 'expired',
      offers: offered.body.offers,
    });
  });

  it('says so on the bus, once', async () => {
    const ids = [offered, referred].map(({ body }) => body.quoteId as string);
    await eventually(api, (all) => ids.every((id) => delivered(all, 'quote.expired', id)));
    await restartAfter(41);
    // Events come in the order of the ledger: once this one's is there, no second expiry came before it.
    const { body } = await broker.createQuote(upcomingRequest());
    const events = await eventually(api, (all) => delivered(all, 'quote.offered', body.quoteId));

    const expired = events.filter(({ detailType }) => detailType === 'quote.expired');
    expect(expired.map(({ detail }) => detail.aggregateId).sort()).toEqual([...ids].sort());
    expect(expired.map(({ detail }) => detail.status)).toEqual(['expired', 'expired']);
  });

  it('is past deciding', async () => {
    const { quoteId } = referred.body;
    const { headers } = await broker.getQuote(quoteId);
    const decision = { decision: 'decline', reason: 'Not this one.' };
    const reply = await underwriter.decideReferral(quoteId, decision, {
      'if-match': headers.get('etag') ?? '',
    });

    expect(headers.get('etag')).toBe('"2"');
    expect(reply).toMatchObject({ status: 409, body: { type: 'urn:partner-api:problem:quote-expired' } });
  });

  it('still replays to its price', async () => {
    const { body } = await broker.replayQuote(offered.body.quoteId);
    expect(body).toMatchObject({ same: true, offers: offered.body.offers });
  });

  it('has given its idempotency key free', async () => {
    const { status, headers, body } = await broker.createQuote(upcomingRequest(), KEY);

    expect(status).toBe(201);
    expect(headers.has('idempotency-replayed')).toBe(false);
    expect(body.quoteId).not.toBe(offered.body.quoteId);
  });
});

/** Starts again on the same data, with a clock that is so many days ahead. */
async function restartAfter(days: number): Promise<void> {
  const { dataDir } = api;
  await api.stop();
  api = await startApi({ dataDir, env: { NOW: new Date(Date.now() + days * DAY_MS).toISOString() } });
  await letClientsIn();
}

async function letClientsIn(): Promise<void> {
  [broker, underwriter] = await Promise.all([Client.of(api, 'broker'), Client.of(api, 'handler')]);
}
