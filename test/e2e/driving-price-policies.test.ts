import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client, type Reply } from '../support/client.ts';
import { startDriven } from '../support/driven-policy.ts';
import { until } from '../support/drives.ts';
import { busEvents } from '../support/events.ts';
import { issueRequest, POLICYHOLDER, Policies } from '../support/policies.ts';
import { upcomingRequest } from '../support/risks.ts';
import { under } from '../support/telematics.ts';

/** The usual risk, whose driver is Anna. */
const RISK = { ...upcomingRequest(), coverages: ['TPL'] };
const { startDate } = RISK;
const STRONGER = { ...RISK, vehicle: { ...RISK.vehicle, powerKw: 120 } };
const BEN = { ...RISK.driver, dateOfBirth: '1990-07-14' };

let driven: Awaited<ReturnType<typeof startDriven>>;
let client: Client;
let broker: Policies;
let quote: Reply;
let policy: Reply;

beforeAll(async () => {
  driven = await startDriven();
  client = await Client.of(driven.cast.api, 'broker');
  broker = new Policies(client);
  quote = await client.createQuote(RISK, under(driven.reads));
  policy = await broker.issue(issueRequest(quote));
}, 120_000);
afterAll(() => driven?.cast.api.stop());

const premiumOf = async (risk: object, headers = {}) =>
  (await client.createQuote(risk, headers)).body.offers[0].premium;
const changed = async (change: object) =>
  (await broker.quoteChange(policy.body.policyId, startDate, change)).body.newPremium;
const stronger = () => changed({ vehicle: { ...policy.body.vehicle, powerKw: 120 } });

describe('a policy from a quote that driving has priced', () => {
  it('costs what was offered', async () => {
    expect(policy.status).toBe(201);
    expect(policy.body.premium).toEqual(quote.body.offers[0].premium);
    expect(policy.body.premium).not.toEqual(await premiumOf(RISK));
  });

  it('is issued to the customer alone whose driving it was', async () => {
    const policyholder = { ...POLICYHOLDER, email: 'an.other@example.com' };
    const again = await client.createQuote(RISK, under(driven.reads));
    const refused = await broker.issue(issueRequest(again, { policyholder }));

    expect(refused.status).toBe(422);
    expect(refused.body.errors).toMatchObject([{ pointer: '/policyholder/email' }]);
  });

  it('is rated with the same factor when something else of it changes', async () => {
    expect(await stronger()).toEqual(await premiumOf(STRONGER, under(driven.reads)));
  });

  it('is rated without, when another drives', async () => {
    expect(await changed({ driver: BEN })).toEqual(await premiumOf({ ...RISK, driver: BEN }));
  });

  it('tells its customer what driving did to the price, and its partner by consent alone', async () => {
    const anna = await Client.of(driven.cast.api, 'anna');
    const mine = (await anna.call('listMyPolicies', 'GET', '/me/policies')).body.data;
    const { policyId } = policy.body;
    const own = mine.find((each: { policyId: string }) => each.policyId === policyId);

    expect(own.drivingScore).toEqual(quote.body.drivingScore);
    expect((await broker.get(policyId)).body).not.toHaveProperty('drivingScore');
  });
});

describe('once the customer has ended the collection', () => {
  let before: unknown;

  beforeAll(async () => {
    before = await stronger();
    await driven.cast.anna.withdraw(driven.collects);
    const removed = async () => (await busEvents(driven.cast.api)).map(({ detailType }) => detailType);
    await until(async () => (await removed()).includes('device.removed'));
    await until(async () => (await fresh()).body.drivingScore.applied === false);
  });

  const fresh = () => client.createQuote(RISK, under(driven.reads));

  it('what was priced stays as it was', async () => {
    const { policyId, premium } = policy.body;

    expect((await broker.get(policyId)).body.premium).toEqual(premium);
    expect(await stronger()).toEqual(before);
    expect((await client.replayQuote(quote.body.quoteId)).body).toMatchObject({
      same: true,
      replayedOffers: quote.body.offers,
    });
  });

  it('nothing more is priced by it', async () => {
    const { body } = await fresh();

    expect(body.drivingScore).toEqual({ policyId: driven.policyId, applied: false, why: 'no-score' });
    expect(body.offers[0].premium).toEqual(await premiumOf(RISK));
  });
});
