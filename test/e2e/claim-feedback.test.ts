import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningApi, startApi } from '../support/api.ts';
import { Claims, euros } from '../support/claims.ts';
import { Client } from '../support/client.ts';
import { type DeliveredEvent, eventually } from '../support/events.ts';
import { Policies } from '../support/policies.ts';
import { quoteRequest } from '../support/risks.ts';

const INCEPTION = '2027-01-01';
const LOSS = '2027-06-10';
const OFFERED = '2027-11-17';

/** Policies of Anna's, each with a loss for which she answers. */
const names = ['paid', 'recovered', 'paidLate', 'paidAfter'] as const;
type Name = (typeof names)[number];

let api: RunningApi;
let client: Client;
let broker: Policies;
let notifier: Claims;
let handler: Claims;
let policies: Record<Name, string>;
let claims: Record<Name, string>;

/** Starts, or starts again on the same data, on another day. */
async function on(day: string): Promise<void> {
  const dataDir = api?.dataDir;
  await api?.stop();
  api = await startApi({ env: { NOW: `${day}T09:00:00Z` }, ...(dataDir && { dataDir }) });
  client = await Client.of(api, 'broker');
  broker = new Policies(client);
  notifier = new Claims(client);
  handler = new Claims(await Client.of(api, 'handler'));
}
afterAll(() => api?.stop());

/** One of something for each policy. */
async function each(make: (name: Name) => Promise<string>): Promise<Record<Name, string>> {
  const made: [Name, string][] = [];
  for (const name of names) made.push([name, await make(name)]);
  return Object.fromEntries(made) as Record<Name, string>;
}

const motor = (instead: object = {}) => ({
  ...quoteRequest({ startDate: INCEPTION, ...instead }),
  coverages: ['TPL'],
});

/** A loss for which Anna answers alone, with nothing paid yet. */
async function atFault(policyId: string): Promise<string> {
  const said = { policyId, occurredAt: LOSS, cause: 'collision', description: 'I ran into a parked car.' };
  const claimId = await notifier.open(said);
  const decision = { decision: 'approve', coverage: 'TPL', loss: euros('800.00'), liabilityPercent: 100 };
  const { status, body } = await handler.decide(claimId, 1, decision);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return claimId;
}

async function pay(claimId: string): Promise<void> {
  const { status, body } = await handler.pay(claimId, '800.00');
  if (status !== 201) throw new Error(JSON.stringify(body));
}

/** Waits until a policy's term from a day on was offered so many times. */
const offers = (name: Name, start: string, count = 1) =>
  eventually(api, (all) => all.filter((event) => isOffer(event, policies[name], start)).length === count);

function isOffer({ detailType, detail }: DeliveredEvent, policyId: string, start: string): boolean {
  const { policyId: offeredTo, term } = detail;
  return detailType === 'policy.renewal-offered' && offeredTo === policyId && term.start === start;
}

const offerOf = async (name: Name) => (await broker.get(policies[name])).body.renewalOffer;

/** The levels of all policies on a day. */
async function levelsOn(day: string) {
  const read = names.map(async (name) => {
    const { body } = await broker.get(policies[name], `?effectiveAt=${day}`);
    return [name, body.driver.bonusMalusLevel];
  });
  return Object.fromEntries(await Promise.all(read));
}

async function versionOf(name: Name): Promise<number> {
  const { headers } = await broker.get(policies[name]);
  return Number(headers.get('etag')?.slice(1, -1));
}

/** What the next term of such a policy costs at a level. */
async function premiumAt(bonusMalusLevel: number) {
  const driver = { bonusMalusLevel };
  const { body } = await client.createQuote(motor({ startDate: '2028-01-01', driver }));
  return body.offers[0].premium;
}

async function takeOffer(name: Name): Promise<void> {
  const { offerId } = await offerOf(name);
  const { status } = await broker.renew(policies[name], await versionOf(name), offerId);
  expect(status).toBe(200);
}

beforeAll(async () => {
  await on('2026-12-01');
  policies = await each(async () => (await broker.bind(motor())).body.policyId);
  await on('2027-11-10');
  claims = await each((name) => atFault(policies[name]));
  await Promise.all([claims.paid, claims.recovered].map(pay));
  expect((await handler.recover(claims.recovered, '800.00')).status).toBe(201);
  await on(OFFERED);
  for (const name of names) await offers(name, '2028-01-01');
}, 120_000);

describe('the next year is offered', () => {
  it('at the level that a claim at fault has moved, where it was paid', async () => {
    expect((await offerOf('paid')).premium).toEqual(await premiumAt(6));
  });

  it('at the level of a year without a claim, where nothing was paid yet', async () => {
    expect((await offerOf('paidLate')).premium).toEqual(await premiumAt(1));
  });

  it('likewise where all that was paid was recovered', async () => {
    expect((await offerOf('recovered')).premium).toEqual(await premiumAt(1));
  });

  it('anew once a claim is paid, and no more as it was', async () => {
    const { offerId } = await offerOf('paidLate');
    await pay(claims.paidLate);
    expect(await offerOf('paidLate')).toBeUndefined();
    const refused = await broker.renew(policies.paidLate, await versionOf('paidLate'), offerId);
    expect(refused.body.type).toMatch(/no-renewal-offer$/);

    await on(OFFERED);
    await offers('paidLate', '2028-01-01', 2);

    expect((await offerOf('paidLate')).premium).toEqual(await premiumAt(6));
  });
});

describe('the level', () => {
  it('of the next year is the one that was offered', async () => {
    for (const name of names) await takeOffer(name);

    expect(await levelsOn('2028-06-01')).toEqual({ paid: 6, recovered: 1, paidLate: 6, paidAfter: 1 });
  });

  it('counts a claim that is paid after the renewal a year later, and those that it has counted no more', async () => {
    await pay(claims.paidAfter);
    expect(await levelsOn('2028-06-01')).toMatchObject({ paidAfter: 1 });

    await on('2028-11-17');
    for (const name of names) await offers(name, '2029-01-01');
    for (const name of names) await takeOffer(name);

    expect(await levelsOn('2029-06-01')).toEqual({ paid: 5, recovered: 0, paidLate: 5, paidAfter: 5 });
  });
});
