import { type Operation, type OperationId, operations } from '../../openapi/generated/operations.ts';
import { alteredAssembly } from './altered-assembly.ts';
import { type RunningApi, startApi } from './api.ts';
import { announcementOf, Claims, lossOf, photo } from './claims.ts';
import { Client } from './client.ts';
import { daysAhead } from './days.ts';
import { deviceToken } from './device-tokens.ts';
import type { Known } from './plausible-bodies.ts';
import { Policies } from './policies.ts';
import { quoteRequest, upcomingRequest } from './risks.ts';
import { Telematics } from './telematics.ts';

/** Everybody who calls, by the names of their clients, and the device that stays. */
type Caller = 'aggregator' | 'broker' | 'handler' | 'anna' | 'device';

/** An API with something of every kind in it, and the tokens of who may ask for it. */
export interface Populated {
  readonly api: RunningApi;
  readonly tokens: Readonly<Record<Caller, string>>;
  readonly known: Known;
}

const CLIENTS = ['aggregator', 'broker', 'handler', 'anna'] as const;
const STAFF_ONLY = ['quotes:underwrite', 'customers:manage', 'claims:handle'];
const DRIVING = ['TELEMATICS_COLLECT', 'TELEMATICS_TRIPS_READ', 'TELEMATICS_SCORE_READ'];

/** Starts the API, however many requests a second a test makes. Its schedules run as it starts, and then no more. */
export function startUndisturbed(): Promise<RunningApi> {
  const cdkOut = alteredAssembly(({ Type: type, Properties: properties = {} }) => {
    if (type === 'AWS::ApiGateway::UsagePlan') properties.Throttle = { BurstLimit: 5_000, RateLimit: 5_000 };
    if (properties.ScheduleExpression !== undefined) properties.ScheduleExpression = 'rate(1 day)';
    return true;
  });
  return startApi({ cdkOut });
}

/** Adds to a running API quotes to be decided, offers to be taken, policies, consents, claims and devices. */
export async function populate(api: RunningApi): Promise<Populated> {
  const got = await Promise.all(CLIENTS.map(async (name) => [name, await api.token(name)]));
  const tokens = Object.fromEntries(got);
  const client = new Client(api, tokens.broker);
  const policies = new Policies(client);
  const { body: policy } = await policies.bind(upcomingRequest());
  const { body: insured } = await policies.bind(quoteRequest({ startDate: daysAhead(-28) }));
  const change = await policies.quoteChange(policy.policyId, policy.term.start, { coverage: 'TPL++' });
  const anna = new Client(api, tokens.anna);
  const driving = await makeDriving({ broker: client, anna }, insured.policyId);
  const consentId = await Promise.all([1, 2, 3, 4].map(() => makeConsent(client)));
  const ids: Known['ids'] = {
    quoteId: await makeReferrals(new Client(api, tokens.aggregator)),
    policyId: [policy.policyId, insured.policyId],
    ...(await makeClaims({ broker: client, handler: new Client(api, tokens.handler) }, insured.policyId)),
    changeId: [change.body.changeId],
    consentId: [...consentId, driving.consentId],
    deviceId: driving.deviceId,
    tripId: driving.tripId,
    customerId: [policy.customerId],
  };
  return {
    api,
    tokens: { ...tokens, device: driving.token },
    known: { ids, offers: await makeOffers(client) },
  };
}

/** The token of somebody who may do such a thing; of nothing in particular, that of the volume partner. */
export function tokenFor({ tokens }: Populated, operation: OperationId | undefined): string {
  if (!operation) return tokens.aggregator;
  const { path, room, scopes }: Operation = operations[operation];
  if (path.startsWith('/me/')) return tokens.anna;
  if (room === 'telemetry') return tokens.device;
  if (scopes.some((scope) => STAFF_ONLY.includes(scope))) return tokens.handler;
  return room === 'quotes' ? tokens.aggregator : tokens.broker;
}

/** Quotes of the volume partner, most of which wait for an underwriter. */
async function makeReferrals(aggregator: Client): Promise<string[]> {
  const fuels = ['diesel', 'electric', 'electric', 'hydrogen'];
  const quotes = fuels.map((fuel) => aggregator.createQuote(upcomingRequest({ vehicle: { fuel } })));
  return (await Promise.all(quotes)).map(({ body }) => body.quoteId);
}

async function makeOffers(broker: Client): Promise<Known['offers']> {
  const quotes = await Promise.all(Array.from({ length: 20 }, () => broker.createQuote(upcomingRequest())));
  return quotes.map(({ body }) => ({ quoteId: body.quoteId, offerId: body.offers[0].offerId }));
}

/** Claims with somebody who was hurt, enough that some stay at their first version, and a document that is awaited. */
async function makeClaims({ broker, handler }: Record<'broker' | 'handler', Client>, policyId: string) {
  const claims = new Claims(broker);
  const persons = [{ role: 'injured', name: 'Ben Claes' }];
  const claimId: string[] = [];
  for (let day = 1; day <= 20; day += 1)
    claimId.push(await claims.open(lossOf(policyId, { occurredAt: daysAhead(-day), persons })));
  const [first = ''] = claimId;
  const { documentId } = (await claims.addDocument(first, announcementOf(photo()))).body;
  const { partyId } = (await new Claims(handler).get(first)).body.persons[0];
  return { claimId, documentId: [documentId], partyId: [partyId] };
}

/** Devices to be removed, and one that stays: it has driven, and what it posts to come is in its name. */
async function makeDriving({ broker, anna }: Record<'broker' | 'anna', Client>, policyId: string) {
  const consentId = await makeConsent(broker, DRIVING, { objects: [{ policyId }] });
  const { status } = await anna.call('authoriseConsent', 'POST', `/me/consents/${consentId}/authorisation`);
  if (status !== 200) throw new Error(`the consent was answered ${status}`);
  const telematics = new Telematics(broker);
  const kept = await telematics.device(policyId, consentId);
  const points = Array.from({ length: 60 }, (_, second) => ({
    at: new Date(Date.now() - (600 - second) * 1000).toISOString(),
    speedKmh: 50,
  }));
  await kept.send(points);
  const token = await deviceToken(kept.deviceId, kept.key, { exp: Math.floor(Date.now() / 1000) + 600 });
  const others = await Promise.all([1, 2, 3].map(() => telematics.device(policyId, consentId)));
  const { data } = (await telematics.trips(kept.deviceId, consentId)).body;
  return {
    token,
    consentId,
    deviceId: others.map((device) => device.deviceId),
    tripId: data.map((trip: { tripId: string }) => trip.tripId),
  };
}

async function makeConsent(
  broker: Client,
  permissions = ['POLICY_READ', 'IDENTITY_READ'],
  instead: object = {},
): Promise<string> {
  const expiresAt = `${daysAhead(100)}T00:00:00Z`;
  const body = { permissions, purpose: 'To try everything out.', expiresAt, ...instead };
  return (await broker.call('createConsent', 'POST', '/consents', { body })).body.consentId;
}
