import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alteredAssembly, alterProduct } from '../support/altered-assembly.ts';
import { type RunningApi, startApi } from '../support/api.ts';
import { Client, type Reply } from '../support/client.ts';
import { busEvents, type DeliveredEvent, delivered, eventually } from '../support/events.ts';
import { Policies, valuedRequest } from '../support/policies.ts';
import { quoteRequest } from '../support/risks.ts';

const INCEPTION = '2027-01-01';

let api: RunningApi;
let client: Client;
let broker: Policies;
let staff: Client;

/** Starts, or starts again on the same data, on another day. */
async function on(day: string, cdkOut?: string): Promise<void> {
  const dataDir = api?.dataDir;
  await api?.stop();
  const env = { NOW: `${day}T09:00:00Z` };
  api = await startApi({ env, ...(dataDir && { dataDir }), ...(cdkOut && { cdkOut }) });
  [client, staff] = await Promise.all([Client.of(api, 'broker'), Client.of(api, 'handler')]);
  broker = new Policies(client);
}
afterAll(() => api?.stop());

const netOf = ({ body }: Reply) => body.premium.net.amount;
const heard = (type: string, policyId: string) => eventually(api, (all) => delivered(all, type, policyId));

/** How often a policy's next term was offered. */
function offersOf(events: DeliveredEvent[], policyId: string): number {
  const offers = events.filter(({ detailType }) => detailType === 'policy.renewal-offered');
  return offers.filter(({ detail }) => detail.policyId === policyId).length;
}

describe('a policy whose product renews tacitly', () => {
  let policyId: string;
  let taken: string;
  let lowest: string;

  beforeAll(async () => {
    await on('2026-12-01');
    const motor = { ...quoteRequest({ startDate: INCEPTION }), coverages: ['TPL'] };
    policyId = (await broker.bind(motor)).body.policyId;
    taken = (await broker.bind(motor)).body.policyId;
    lowest = (await broker.bind({ ...motor, driver: { ...motor.driver, bonusMalusLevel: 0 } })).body.policyId;
    await on('2027-11-17');
    await Promise.all([policyId, taken, lowest].map((id) => heard('policy.renewal-offered', id)));
  });

  it('is offered its next year 45 days ahead, a level lower and a year older', async () => {
    const { body } = await broker.get(policyId);

    expect(body).toMatchObject({
      status: 'in-force',
      renewalOffer: {
        term: { start: '2028-01-01', end: '2029-01-01' },
        validUntil: '2027-12-31T23:00:00.000Z',
      },
    });
    const driver = { bonusMalusLevel: 1 };
    const alike = await client.createQuote({
      ...quoteRequest({ startDate: '2028-01-01', driver }),
      coverages: ['TPL'],
    });
    expect(body.renewalOffer.premium).toEqual(alike.body.offers[0].premium);
  });

  it('cannot fall below the lowest level', async () => {
    const { body } = await broker.get(lowest);
    expect(body.renewalOffer).toBeDefined();
    await broker.renew(lowest, 2, body.renewalOffer.offerId);
    expect((await broker.get(lowest, '?effectiveAt=2028-01-01')).body.driver.bonusMalusLevel).toBe(0);
  });

  it('may be renewed at once', async () => {
    const { renewalOffer } = (await broker.get(taken)).body;

    const { status, body } = await broker.renew(taken, 2, renewalOffer.offerId);

    expect([status, body.kind, body.effectiveDate]).toEqual([200, 'renewal', '2028-01-01']);
    expect(body.premiumMovement).toEqual(renewalOffer.premium);
    await heard('policy.renewed', taken);
    const now = await broker.get(taken);
    expect(now.body.renewalOffer).toBeUndefined();
    expect(now.body.term).toEqual({ start: INCEPTION, end: '2028-01-01' });
  });

  it('is offered anew when it changes', async () => {
    const { offerId } = (await broker.get(policyId)).body.renewalOffer;
    const quoted = await broker.quoteChange(policyId, '2027-11-20', { coverage: 'TPL+' });
    const issued = await broker.issueChange(quoted, 2);
    expect(issued.status).toBe(200);
    expect((await broker.get(policyId)).body.renewalOffer).toBeUndefined();
    expect((await broker.renew(policyId, 3, offerId)).body.type).toMatch(/no-renewal-offer$/);
  });

  it('is renewed 15 days ahead if nobody objects, and goes on without a gap', async () => {
    await on('2027-11-17');
    await eventually(api, (all) => offersOf(all, policyId) === 2);
    await on('2027-12-17');
    await heard('policy.renewed', policyId);
    const stack = (await broker.transactions(policyId)).body.data;
    expect(stack.map(({ kind }: { kind: string }) => kind)).toEqual(['issuance', 'change', 'renewal']);
    expect((await broker.get(policyId, '?effectiveAt=2028-01-01')).body).toMatchObject({
      status: 'in-force',
      coverage: 'TPL+',
      driver: { bonusMalusLevel: 1 },
      effective: { from: '2028-01-01', to: '2029-01-01' },
    });
  });

  it('takes a change that comes after its renewal into the next year', async () => {
    const address = { line1: 'Grote Markt 2', city: 'Antwerpen', postcode: '2000', country: 'BE' };
    const { headers } = await broker.get(policyId);
    const version = Number(headers.get('etag')?.slice(1, -1));
    const quoted = await broker.quoteChange(policyId, '2027-12-20', { address });
    const issued = await broker.issueChange(quoted, version);

    expect(issued.status).toBe(200);
    const kinds = (await broker.transactions(policyId)).body.data.map(({ kind }: { kind: string }) => kind);
    expect(kinds.slice(-3)).toEqual(['reversal', 'change', 'renewal']);
    const next = await broker.get(policyId, '?effectiveAt=2028-06-01');
    expect(next.body.address).toEqual(address);
    const alike = await client.createQuote({
      ...quoteRequest({
        startDate: '2028-01-01',
        driver: { bonusMalusLevel: 1 },
        address: { postcode: '2000' },
      }),
      coverages: ['TPL+'],
    });
    expect(netOf(next)).toBe(alike.body.offers[0].premium.net.amount);
  });

  it('cancelled for its end is renewed no more', async () => {
    const { headers } = await broker.get(taken);
    const version = Number(headers.get('etag')?.slice(1, -1));
    const { body } = await broker.cancel(taken, version, '2028-01-01', 'not-taken-up');
    expect(body.premiumMovement.gross.amount).toMatch(/^-/);
    expect((await broker.get(taken)).body.status).toBe('in-force');
    expect((await broker.get(taken, '?effectiveAt=2028-01-01')).body.status).toBe('cancelled');
  });
});

describe('a policy whose product asks for a yes', () => {
  let policyId: string;

  beforeAll(async () => {
    await api.stop();
    api = undefined as unknown as RunningApi;
    const explicit = alteredAssembly();
    alterProduct(explicit, 'own-damage', {
      renewal: { mode: 'explicit', offerDaysAhead: 45, issueDaysAhead: 15 },
    });
    await on('2026-12-01', explicit);
    policyId = (await broker.bind(valuedRequest('10000.00', INCEPTION))).body.policyId;
    await on('2027-12-30', explicit);
    await heard('policy.renewal-offered', policyId);
    await on('2028-01-01', explicit);
  });

  it('expires at its end where there was none, once', async () => {
    await heard('policy.expired', policyId);

    expect((await broker.get(policyId)).body.status).toBe('expired');
    const events = (await busEvents(api)).filter(({ detail }) => detail.aggregateId === policyId);
    expect(events.map(({ detailType }) => detailType)).toEqual([
      'policy.issued',
      'policy.renewal-offered',
      'policy.expired',
    ]);
    expect(events[2]?.detail.expiredOn).toBe('2028-01-01');
  });

  it('can be neither changed nor renewed after that', async () => {
    const { body, headers } = await broker.get(policyId);
    const version = Number(headers.get('etag')?.slice(1, -1));
    const late = await broker.renew(
      policyId,
      version,
      body.renewalOffer?.offerId ?? 'off_01KAE8Z2V0Q8M5T3S7R9XWYB4C',
    );
    const changed = await broker.quoteChange(policyId, '2027-12-31', { vehicle: body.vehicle });

    expect([late.status, late.body.type]).toEqual([409, 'urn:partner-api:problem:no-renewal-offer']);
    expect([changed.status, changed.body.type]).toEqual([409, 'urn:partner-api:problem:policy-expired']);
    expect((await staff.call('getPolicy', 'GET', `/policies/${policyId}`)).body.status).toBe('expired');
  });
});

describe('a policy that nobody came to until its last day', () => {
  it('is offered its next year and renewed for it in one go', async () => {
    await api?.stop();
    api = undefined as unknown as RunningApi;
    await on('2026-12-01');
    const motor = { ...quoteRequest({ startDate: INCEPTION }), coverages: ['TPL'] };
    const { policyId } = (await broker.bind(motor)).body;
    await on('2027-12-31');

    const events = await heard('policy.renewed', policyId);

    const told = events.filter(({ detail }) => detail.aggregateId === policyId);
    expect(told.map(({ detailType }) => detailType)).toEqual([
      'policy.issued',
      'policy.renewal-offered',
      'policy.renewed',
    ]);
    expect((await broker.get(policyId, '?effectiveAt=2028-06-01')).body.status).toBe('in-force');
  });
});
