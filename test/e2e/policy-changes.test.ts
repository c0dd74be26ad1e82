import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningApi } from '../support/api.ts';
import type { Client, Reply } from '../support/client.ts';
import { type busEvents, eventually } from '../support/events.ts';
import { fresh, POLICYHOLDER, type Policies, startBroker, valuedRequest } from '../support/policies.ts';
import { quoteRequest } from '../support/risks.ts';

/** The functions' today, so that every date in here means the same on every day. */
const NOW = '2026-12-01T09:00:00Z';
const START = '2027-01-01';

let api: RunningApi;
let client: Client;
let broker: Policies;

beforeAll(async () => {
  ({ api, client, broker } = await startBroker(NOW));
});
afterAll(() => api?.stop());

const bound = (value = '100000.00') => broker.bind(valuedRequest(value, START));
const problemOf = ({ status, body }: Reply) => [status, body.type?.split(':').at(-1)];

/** Quotes a change and issues it. */
async function changed(policyId: string, version: number, date: string, change: object): Promise<Reply> {
  const quoted = await broker.quoteChange(policyId, date, change);
  return broker.issueChange(quoted, version);
}

describe('a change', () => {
  it('is quoted at a locked price, then issued at it', async () => {
    const { body } = await bound();
    const vehicle = { ...body.vehicle, value: { amount: '120000.00', currency: 'EUR' } };

    const quoted = await broker.quoteChange(body.policyId, '2027-07-01', { vehicle });
    expect(quoted.body).toMatchObject({
      status: 'quoted',
      policyVersion: 1,
      validUntil: '2026-12-15T09:00:00.000Z'.replace(/09:00.*/, quoted.body.validUntil.slice(11)),
      premiumMovement: { net: { amount: '100.82' }, taxes: [], gross: { amount: '100.82' } },
      charges: [],
      newPremium: { net: { amount: '1200.00' } },
    });
    expect((await broker.get(body.policyId)).headers.get('etag')).toBe('"1"');

    const issued = await broker.issueChange(quoted, 1);
    expect(issued.body).toMatchObject({ kind: 'change', premiumMovement: quoted.body.premiumMovement });
    expect(issued.headers.get('etag')).toBe('"2"');
    const at = async (date: string) => (await broker.get(body.policyId, `?effectiveAt=${date}`)).body;
    expect((await at('2027-06-30')).vehicle.value.amount).toBe('100000.00');
    expect((await at('2027-07-01')).vehicle.value.amount).toBe('120000.00');
    expect((await at('2027-07-01')).premium.net.amount).toBe('1200.00');
  });

  it('of driver, address and coverage is rated by the book of the term', async () => {
    const { body } = await broker.bind({ ...quoteRequest({ startDate: START }), coverages: ['TPL'] });
    const change = {
      driver: { dateOfBirth: '2001-05-05', bonusMalusLevel: 11 },
      address: { line1: 'Grote Markt 2', city: 'Antwerpen', postcode: '2000', country: 'BE' },
      coverage: 'TPL+',
    };
    const alike = await client.createQuote({
      ...quoteRequest({ startDate: START, driver: change.driver, address: { postcode: '2000' } }),
      coverages: ['TPL+'],
    });

    const quoted = await broker.quoteChange(body.policyId, START, change);

    expect(quoted.body.newPremium).toEqual(alike.body.offers[0].premium);
    await broker.issueChange(quoted, 1);
    expect((await broker.get(body.policyId)).body).toMatchObject({
      coverage: 'TPL+',
      driver: change.driver,
      address: change.address,
      policyholder: { ...POLICYHOLDER, address: change.address },
    });
  });

  it('out of sequence reverses and re-applies, and the answer says what it moves in all', async () => {
    const { body } = await bound();
    const value = (amount: string) => ({ vehicle: { ...body.vehicle, value: { amount, currency: 'EUR' } } });
    await changed(body.policyId, 1, '2027-10-01', value('150000.00'));

    const quoted = await broker.quoteChange(body.policyId, '2027-04-01', value('120000.00'));
    const issued = await broker.issueChange(quoted, 2);

    const { data } = (await broker.transactions(body.policyId)).body;
    expect(data.map(({ kind }: { kind: string }) => kind)).toEqual([
      'issuance',
      'change',
      'reversal',
      'change',
      'change',
    ]);
    expect(issued.body.totalMovement).toEqual(quoted.body.premiumMovement);
    expect(data[2].reversesTransactionId).toBe(data[1].transactionId);
    expect(data[4].reappliesTransactionId).toBe(data[1].transactionId);
    const known = await broker.get(body.policyId, `?effectiveAt=2027-05-01&knownAt=${data[1].issuedAt}`);
    expect([known.body.version, known.body.premium.net.amount]).toEqual([2, '1000.00']);
    expect((await broker.get(body.policyId, '?effectiveAt=2027-05-01')).body.premium.net.amount).toBe(
      '1200.00',
    );
    const events = await eventually(api, (all) => countOf(all, body.policyId) === 5);
    expect(
      events.filter(({ detail }) => detail.aggregateId === body.policyId).map(({ detail }) => detail.kind),
    ).toEqual(data.map(({ kind }: { kind: string }) => kind));
  });

  it('two from the same entity tag: one wins, one is 412', async () => {
    const { body } = await bound();
    const value = (amount: string) => ({ vehicle: { ...body.vehicle, value: { amount, currency: 'EUR' } } });
    const quotes = await Promise.all(
      ['110000.00', '120000.00'].map((amount) =>
        broker.quoteChange(body.policyId, '2027-03-01', value(amount)),
      ),
    );

    const answers = await Promise.all(quotes.map((quoted) => broker.issueChange(quoted, 1)));

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect((await broker.get(body.policyId)).headers.get('etag')).toBe('"2"');
    expect((await broker.transactions(body.policyId)).body.data).toHaveLength(2);
  });

  it('without an entity tag is 428', async () => {
    const { body } = await bound();
    const quoted = await broker.quoteChange(body.policyId, '2027-03-01', { vehicle: body.vehicle });
    const path = `/policies/${body.policyId}/changes/${quoted.body.changeId}/issue`;

    const answer = await client.call('issueChange', 'POST', path, { headers: fresh() });

    expect(problemOf(answer)).toEqual([428, 'precondition-required']);
  });

  it('whose price no longer fits the policy must be quoted again', async () => {
    const { body } = await bound();
    const value = (amount: string) => ({ vehicle: { ...body.vehicle, value: { amount, currency: 'EUR' } } });
    const quoted = await broker.quoteChange(body.policyId, '2027-03-01', value('120000.00'));
    await changed(body.policyId, 1, '2027-02-01', value('150000.00'));

    expect(problemOf(await broker.issueChange(quoted, 2))).toEqual([409, 'change-superseded']);
  });
});

function countOf(events: Awaited<ReturnType<typeof busEvents>>, policyId: string): number {
  return events.filter(({ detail }) => detail.aggregateId === policyId).length;
}
