import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TemplateResource } from '../../infra/local/template/assembly.ts';
import { alteredAssembly } from '../support/altered-assembly.ts';
import { type RunningApi, startApi } from '../support/api.ts';
import { Client, type Reply } from '../support/client.ts';
import { delivered, eventually } from '../support/events.ts';
import { upcomingRequest } from '../support/risks.ts';

const REUSED = 'urn:partner-api:problem:idempotency-key-reused';

let api: RunningApi;
let broker: Client;
let aggregator: Client;
let underwriter: Client;

beforeAll(async () => {
  api = await startApi({ cdkOut: alteredAssembly(letUnderwriterQuote) });
  [broker, aggregator, underwriter] = await Promise.all([
    Client.of(api, 'broker'),
    Client.of(api, 'aggregator'),
    Client.of(api, 'handler'),
  ]);
});
afterAll(() => api?.stop());

describe('a retried createQuote', () => {
  it('is answered as the first time', async () => {
    const key = newKey();
    const first = await broker.createQuote(upcomingRequest(), key);
    const again = await broker.createQuote(upcomingRequest(), key);

    expect(first.headers.has('idempotency-replayed')).toBe(false);
    expectReplay(again, first);
  });

  it('makes one quote, one event and one row, also when twenty arrive at once', async () => {
    const key = newKey();
    const earlier = await rowsOf(aggregator);
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => aggregator.createQuote(upcomingRequest(), key)),
    );

    const [first] = replies.filter(({ headers }) => !headers.has('idempotency-replayed'));
    const replays = replies.filter(({ headers }) => headers.get('idempotency-replayed') === 'true');
    if (!first) throw new Error('no answer was the first');
    expect(replays).toHaveLength(19);
    for (const replay of replays) expectReplay(replay, first);
    const { quoteId } = first.body;
    expect(await rowsOf(aggregator)).toEqual([quoteId, ...earlier]);
    // Events come in the order of the ledger: once a later quote's is there, no more of this one follow.
    const later = await aggregator.createQuote(upcomingRequest());
    const events = await eventually(api, (all) => delivered(all, 'quote.offered', later.body.quoteId));
    expect(events.filter(({ detail }) => detail.aggregateId === quoteId)).toHaveLength(1);
  });

  it('may spell the same body in another way', async () => {
    const key = newKey();
    const { product, startDate, driver, vehicle, address } = upcomingRequest();
    const first = await broker.createQuote({ product, startDate, driver, vehicle, address }, key);
    const reversed = Object.fromEntries(Object.entries(vehicle).reverse());

    const other = JSON.stringify({ address, vehicle: reversed, driver, startDate, product }, null, 4);
    expectReplay(await broker.createQuote(other, key), first);
  });

  it('may not say something else', async () => {
    const key = newKey();
    const first = await broker.createQuote(upcomingRequest(), key);
    const other = await broker.createQuote(upcomingRequest({ vehicle: { powerKw: 67 } }), key);

    expect(other).toMatchObject({ status: 422, body: { type: REUSED } });
    expectReplay(await broker.createQuote(upcomingRequest(), key), first);
  });

  it('shows the referral that it was, although an underwriter has decided since', async () => {
    const key = newKey();
    const request = upcomingRequest({ vehicle: { fuel: 'electric' } });
    const first = await broker.createQuote(request, key);
    const { status } = await underwriter.decideReferral(first.body.quoteId, DECLINE, versionOf(first));

    expect(status).toBe(200);
    expect(first.body.status).toBe('referred');
    expectReplay(await broker.createQuote(request, key), first);
    expect((await broker.getQuote(first.body.quoteId)).body.status).toBe('declined');
  });
});

describe('an idempotency key', () => {
  it('belongs to one client', async () => {
    const key = newKey();
    const [one, other] = [
      await broker.createQuote(upcomingRequest(), key),
      await aggregator.createQuote(upcomingRequest({ vehicle: { powerKw: 67 } }), key),
    ];

    expect(other.status).toBe(201);
    expect(other.body.quoteId).not.toBe(one.body.quoteId);
  });

  it('belongs to one operation', async () => {
    const key = newKey();
    const referral = await underwriter.createQuote(upcomingRequest({ vehicle: { fuel: 'electric' } }), key);
    const decision = await underwriter.decideReferral(referral.body.quoteId, DECLINE, {
      ...key,
      ...versionOf(referral),
    });

    expect([referral.status, decision.status]).toEqual([201, 200]);
    expect(decision.headers.has('idempotency-replayed')).toBe(false);
  });

  it('of a call that failed is free', async () => {
    const key = newKey();
    const failed = await broker.createQuote({ ...upcomingRequest(), product: 'yacht' }, key);
    const next = await broker.createQuote(upcomingRequest(), key);

    expect([failed.status, next.status]).toEqual([422, 201]);
    expect(next.headers.has('idempotency-replayed')).toBe(false);
  });
});

describe('a retried decideReferral', () => {
  it('is answered as the first time, although the state has moved', async () => {
    const { quoteId, headers } = await referred();
    const first = await underwriter.decideReferral(quoteId, ACCEPT, headers);
    const again = await underwriter.decideReferral(quoteId, ACCEPT, headers);

    expect(first.headers.get('etag')).toBe('"2"');
    expectReplay(again, first);
    const events = await eventually(api, (all) => delivered(all, 'quote.offered', quoteId));
    expect(events.filter(({ detail }) => detail.aggregateId === quoteId)).toHaveLength(2);
  });

  it('decides once when twenty arrive, before and after the first has decided', async () => {
    const { quoteId, headers } = await referred();
    const decide = async (_: unknown, index: number) => {
      await sleep(index * 3);
      return underwriter.decideReferral(quoteId, ACCEPT, headers);
    };
    const replies = await Promise.all(Array.from({ length: 20 }, decide));

    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200));
    expect(new Set(replies.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect((await underwriter.getQuote(quoteId)).body).toEqual(replies[0]?.body);
  });

  it('may not decide otherwise, nor on another quote', async () => {
    const [one, other] = [await referred(), await referred()];
    await underwriter.decideReferral(one.quoteId, ACCEPT, one.headers);

    const otherwise = await underwriter.decideReferral(one.quoteId, DECLINE, one.headers);
    const elsewhere = await underwriter.decideReferral(other.quoteId, ACCEPT, one.headers);
    expect(otherwise).toMatchObject({ status: 422, body: { type: REUSED } });
    expect(elsewhere).toMatchObject({ status: 422, body: { type: REUSED } });
    expect((await broker.getQuote(other.quoteId)).body.status).toBe('referred');
  });
});

const DECLINE = { decision: 'decline', reason: 'Not this one.' };
const ACCEPT = { decision: 'accept', reason: 'A known model.', terms: { rateAs: { fuel: 'gasoline' } } };

function newKey() {
  return { 'idempotency-key': randomUUID() };
}

function versionOf({ headers }: Reply) {
  return { 'if-match': headers.get('etag') ?? '' };
}

/** A referred quote, and the headers of a decision on it that may be repeated. */
async function referred() {
  const reply = await broker.createQuote(upcomingRequest({ vehicle: { fuel: 'electric' } }));
  return { quoteId: reply.body.quoteId as string, headers: { ...newKey(), ...versionOf(reply) } };
}

function expectReplay(again: Reply, first: Reply): void {
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(again.status).toBe(first.status);
  expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
  expect(again.body).toEqual(first.body);
}

async function rowsOf(client: Client): Promise<string[]> {
  const { body } = await client.listQuotes('?limit=100');
  return body.data.map(({ quoteId }: { quoteId: string }) => quoteId);
}

/** No seeded client may use two operations that take keys; here the underwriter may ask for quotes as well. */
function letUnderwriterQuote({ Type: type, Properties: properties = {} }: TemplateResource): boolean {
  const { ClientName: client, AllowedOAuthScopes: scopes, partnerId } = properties;
  if (type === 'AWS::Cognito::UserPoolClient' && client === 'handler') {
    const [scope] = scopes as object[];
    const write = JSON.parse(JSON.stringify(scope).replace('quotes:read', 'quotes:write'));
    properties.AllowedOAuthScopes = [...(scopes as object[]), write];
  }
  if (type === 'Custom::Partner' && partnerId === 'handler') {
    properties.scopes = [...(properties.scopes as string[]), 'quotes:write'];
  }
  return true;
}
