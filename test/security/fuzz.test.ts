import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Operation, type OperationId, operations } from '../../openapi/generated/operations.ts';
import { validateResponse } from '../../openapi/generated/responses.js';
import { readContract } from '../contract/contract.ts';
import { type RunningApi, startApi } from '../support/api.ts';
import { announcementOf, Claims, lossOf, photo } from '../support/claims.ts';
import { Client } from '../support/client.ts';
import { daysAhead } from '../support/days.ts';
import { deviceToken } from '../support/device-tokens.ts';
import type { Known } from '../support/plausible-bodies.ts';
import { Policies } from '../support/policies.ts';
import { type Answered, send } from '../support/request.ts';
import { quoteRequest, upcomingRequest } from '../support/risks.ts';
import { Telematics } from '../support/telematics.ts';
import { unthrottledAssembly } from '../support/unthrottled.ts';
import { operationOf, type WildRequest, wildRequests } from '../support/wild-requests.ts';

const REQUESTS = 10_000;
/** So many are generated at a time, so many are under way at a time. */
const BATCH = 500;
const AT_ONCE = 16;

/** Set it to send what a failure printed again. */
const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));

let api: RunningApi;
/** A volume partner, a partner with policies and consents, the insurer's staff, and a customer. */
const CALLERS = ['aggregator', 'broker', 'handler', 'anna'] as const;
let tokens: Record<(typeof CALLERS)[number] | 'device', string>;
/** What the requests name, and every quote that they make. */
let known: Known;
const made: string[] = [];
const statuses = new Map<number, number>();

beforeAll(async () => {
  api = await startApi({ cdkOut: unthrottledAssembly() });
  const got = await Promise.all(CALLERS.map(async (name) => [name, await api.token(name)]));
  tokens = Object.fromEntries(got);
  known = await makeKnown();
});
afterAll(() => api?.stop());

/** Quotes to be decided, offers to be taken, a policy with a change to be issued, consents of its customer, and claims. */
async function makeKnown(): Promise<Known> {
  const quoteId: string[] = [];
  for (const fuel of ['diesel', 'electric', 'electric', 'hydrogen']) {
    const body = upcomingRequest({ vehicle: { fuel } });
    const { json } = await send(api, { method: 'POST', path: '/quotes', token: tokens.aggregator, body });
    quoteId.push(json.quoteId);
  }
  const client = await Client.of(api, 'broker');
  const quotes = await Promise.all(Array.from({ length: 20 }, () => client.createQuote(upcomingRequest())));
  const offers = quotes.map(({ body }) => ({ quoteId: body.quoteId, offerId: body.offers[0].offerId }));
  const broker = new Policies(client);
  const { body } = await broker.bind(upcomingRequest());
  const change = await broker.quoteChange(body.policyId, body.term.start, { coverage: 'TPL++' });
  const { policyId, customerId } = body;
  const consentId = await Promise.all([1, 2, 3, 4].map(() => makeConsent(client)));
  const insured = await broker.bind(quoteRequest({ startDate: daysAhead(-28) }));
  const claims = await makeClaims(client, insured.body.policyId);
  const driving = await makeDriving(client, insured.body.policyId);
  return {
    ids: {
      quoteId,
      policyId: [policyId, insured.body.policyId],
      ...claims,
      changeId: [change.body.changeId],
      consentId: [...consentId, driving.consentId],
      deviceId: driving.deviceIds,
      tripId: driving.tripIds,
      customerId: [customerId],
    },
    offers,
  };
}

/** Claims with somebody who was hurt, enough that some stay at their first version, and a document that is awaited. */
async function makeClaims(client: Client, policyId: string) {
  const [claims, handler] = [new Claims(client), new Claims(await Client.of(api, 'handler'))];
  const persons = [{ role: 'injured', name: 'Ben Claes' }];
  const claimId: string[] = [];
  for (let day = 1; day <= 20; day += 1)
    claimId.push(await claims.open(lossOf(policyId, { occurredAt: daysAhead(-day), persons })));
  const [first = ''] = claimId;
  const { documentId } = (await claims.addDocument(first, announcementOf(photo()))).body;
  const { partyId } = (await handler.get(first)).body.persons[0];
  return { claimId, documentId: [documentId], partyId: [partyId] };
}

/** Devices to be removed, and one that stays: it has driven, and what it posts to come is in its name. */
async function makeDriving(client: Client, policyId: string) {
  const consentId = await makeConsent(client, DRIVING, { objects: [{ policyId }] });
  const anna = new Client(api, tokens.anna);
  await anna.call('authoriseConsent', 'POST', `/me/consents/${consentId}/authorisation`);
  const telematics = new Telematics(client);
  const kept = await telematics.device(policyId, consentId);
  const points = Array.from({ length: 60 }, (_, second) => ({
    at: new Date(Date.now() - (600 - second) * 1000).toISOString(),
    speedKmh: 50,
  }));
  await kept.send(points);
  tokens.device = await deviceToken(kept.deviceId, kept.key, { exp: Math.floor(Date.now() / 1000) + 600 });
  const others = await Promise.all([1, 2, 3].map(() => telematics.device(policyId, consentId)));
  const { data } = (await telematics.trips(kept.deviceId, consentId)).body;
  return {
    consentId,
    deviceIds: others.map(({ deviceId }) => deviceId),
    tripIds: data.map(({ tripId }: { tripId: string }) => tripId),
  };
}

const DRIVING = ['TELEMATICS_COLLECT', 'TELEMATICS_TRIPS_READ', 'TELEMATICS_SCORE_READ'];

async function makeConsent(
  client: Client,
  permissions = ['POLICY_READ', 'IDENTITY_READ'],
  instead: object = {},
): Promise<string> {
  const body = {
    permissions,
    purpose: 'To try everything out.',
    expiresAt: `${daysAhead(100)}T00:00:00Z`,
    ...instead,
  };
  return (await client.call('createConsent', 'POST', '/consents', { body })).body.consentId;
}

const STAFF_ONLY = ['quotes:underwrite', 'customers:manage', 'claims:handle'];

/** Whoever may do such a thing. */
function tokenFor(operation: OperationId | undefined): string {
  if (!operation) return tokens.aggregator;
  const { path, room, scopes }: Operation = operations[operation];
  if (path.startsWith('/me/')) return tokens.anna;
  if (room === 'telemetry') return tokens.device;
  if (scopes.some((scope) => STAFF_ONLY.includes(scope))) return tokens.handler;
  return room === 'quotes' ? tokens.aggregator : tokens.broker;
}

async function judge(request: WildRequest): Promise<void> {
  const operation = operationOf(request);
  const answer = await send(api, { ...request, token: tokenFor(operation) });
  statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
  const faults = faultsOf(operation, answer);
  if (faults.length > 0) {
    const sent = JSON.stringify(request).slice(0, 2_000);
    throw new Error(`FUZZ_SEED=${seed}: ${faults.join('; ')}\n${answer.status} ${answer.text}\nto ${sent}`);
  }
  if (operation === 'createQuote' && answer.status === 201) made.push(answer.json.quoteId);
}

function faultsOf(operation: OperationId | undefined, { status, headers, json, text }: Answered): string[] {
  if (status >= 500) return ['a failure on our side'];
  const type = headers.get('content-type');
  const good = /Schedule$|Statement$/.test(operation ?? '') ? 'application/pdf' : 'application/json';
  const expected = status < 400 ? good : 'application/problem+json';
  if (type !== expected) return [`an answer of the type ${type}`];
  if (!operation) return status === 404 || status === 400 ? [] : ['an answer to a request for nothing'];
  return validateResponse(operation, status, type === 'application/pdf' ? Buffer.from(text) : json);
}

/** Does something with each, several at a time. */
async function eachOf<Item>(items: Iterable<Item>, act: (item: Item) => Promise<void>): Promise<void> {
  const queue = items[Symbol.iterator]();
  const work = async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) await act(next.value);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

it(`answers ${REQUESTS} requests of every kind by the contract`, { timeout: 240_000 }, async () => {
  const requests = wildRequests(readContract(), known);
  for (let sent = 0; sent < REQUESTS; sent += BATCH) {
    await eachOf(fc.sample(requests, { numRuns: BATCH, seed: seed + sent }), judge);
  }
  // The generator is worth something only while it reaches all of these.
  expect([...statuses.keys()].sort()).toEqual(
    expect.arrayContaining([200, 201, 400, 404, 412, 415, 422, 428]),
  );
  expect(statuses.get(201)).toBeGreaterThan(REQUESTS / 100);
  expect(statuses.get(400)).toBeGreaterThan(REQUESTS / 5);
});

it('has kept every quote that it made', async () => {
  await eachOf(new Set(made), async (quoteId) => {
    const { status } = await send(api, { path: `/quotes/${quoteId}`, token: tokens.aggregator });
    expect([quoteId, status]).toEqual([quoteId, 200]);
  });
});
