import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alteredAssembly, alterProduct } from '../support/altered-assembly.ts';
import { type RunningApi, startApi } from '../support/api.ts';
import { Client } from '../support/client.ts';
import { Policies, valuedRequest } from '../support/policies.ts';
import { quoteRequest } from '../support/risks.ts';

/** The functions' today, so that every date in here means the same on every day. */
const NOW = '2026-12-01T09:00:00Z';
const START = '2027-01-01';

let api: RunningApi;
let broker: Policies;

beforeAll(() => start());
afterAll(() => api?.stop());

/** Starts anew, with other rules of the own-damage product, or another today. */
async function start(instead: object = {}, now = NOW): Promise<void> {
  await api?.stop();
  const cdkOut = alteredAssembly();
  alterProduct(cdkOut, 'own-damage', instead);
  api = await startApi({ env: { NOW: now }, cdkOut });
  broker = new Policies(await Client.of(api, 'broker'));
}

const bound = (value = '100000.00') => broker.bind(valuedRequest(value, START));

describe('the vectors', () => {
  it('1,000 over 365 days, ended on 1 July, pro rata by days', async () => {
    const { body } = await bound();

    const { body: transaction } = await broker.cancel(body.policyId, 1, '2027-07-01', 'insurer');

    expect(transaction).toMatchObject({
      kind: 'cancellation',
      basis: 'pro-rata',
      effectiveDate: '2027-07-01',
      premiumMovement: { net: { amount: '-504.11', currency: 'EUR' }, gross: { amount: '-504.11' } },
      charges: [],
    });
  });

  it.each([
    ['50000.00', '2027-05-31', '-265.07', '29.45'],
    ['150000.00', '2027-08-08', '-540.00', '60.00'],
  ])('a hundredth of %s, ended on %s at short rate', async (value, date, net, retention) => {
    const { body } = await bound(value);

    const { body: transaction } = await broker.cancel(body.policyId, 1, date, 'customer-request');

    expect(transaction).toMatchObject({
      basis: 'short-rate',
      premiumMovement: { net: { amount: net } },
      charges: [{ code: 'short-rate-retention', amount: { amount: retention, currency: 'EUR' } }],
    });
  });

  it('what is moved is what the segments cost and what is retained: 205.48 + 29.45', async () => {
    const { body } = await bound('50000.00');

    await broker.cancel(body.policyId, 1, '2027-05-31', 'customer-request');

    expect(totalOf((await broker.transactions(body.policyId)).body.data)).toBe('234.93');
  });

  it.each([
    ['insurer', 'cancelled'],
    ['total-loss', 'cancelled'],
    ['non-payment', 'lapsed'],
  ])('%s is pro rata, and leaves the policy %s', async (reason, status) => {
    const { body } = await bound();

    const { body: transaction } = await broker.cancel(body.policyId, 1, '2027-07-01', reason);

    expect(transaction).toMatchObject({ basis: 'pro-rata', premiumMovement: { net: { amount: '-504.11' } } });
    expect((await broker.get(body.policyId, '?effectiveAt=2027-07-01')).body.status).toBe(status);
  });

  it('a lapse invalidates the changes that are pending', async () => {
    const { body } = await broker.bind(valuedRequest('10000.00', '2026-12-01'));
    const change = await broker.quoteChange(body.policyId, '2026-12-10', { vehicle: body.vehicle });
    await broker.cancel(body.policyId, 1, '2026-12-01', 'non-payment');

    const { status, body: problem } = await broker.issueChange(change, 2);

    expect([status, problem.type]).toEqual([409, 'urn:partner-api:problem:policy-cancelled']);
  });

  it('motor, not taken up: all of net and tax comes back', async () => {
    const { body } = await broker.bind(quoteRequest({ startDate: START }));
    const { net, taxes, gross } = body.premium;

    const { body: transaction } = await broker.cancel(body.policyId, 1, START, 'not-taken-up');

    expect(transaction).toMatchObject({
      basis: 'flat',
      premiumMovement: {
        net: { amount: `-${net.amount}` },
        taxes: [{ code: taxes[0].code, amount: { amount: `-${taxes[0].amount.amount}` } }],
        gross: { amount: `-${gross.amount}` },
      },
    });
    expect((await broker.get(body.policyId)).body.status).toBe('cancelled');
  });

  it('cooling-off: flat before cover begins', async () => {
    const { body } = await bound();

    const { body: transaction } = await broker.cancel(body.policyId, 1, '2026-12-10', 'cooling-off');

    expect(transaction).toMatchObject({ basis: 'flat', premiumMovement: { net: { amount: '-1000.00' } } });
  });

  it('cooling-off: pro rata afterwards', async () => {
    const { body } = await broker.bind(valuedRequest('36500.00', '2026-12-01'));

    const { body: transaction } = await broker.cancel(body.policyId, 1, '2026-12-03', 'cooling-off');

    expect(transaction).toMatchObject({ basis: 'pro-rata', premiumMovement: { net: { amount: '-363.00' } } });
  });
});

describe('by months, where the product says so', () => {
  beforeAll(() => start({ proration: { basis: 'months' } }));
  afterAll(() => start());

  it('1,000 over a year, ended on 1 July', async () => {
    const { body } = await bound();

    const { body: transaction } = await broker.cancel(body.policyId, 1, '2027-07-01', 'insurer');

    expect(transaction.premiumMovement.net.amount).toBe('-500.00');
  });
});

describe('cover from 29 February', () => {
  beforeAll(() => start({}, '2028-02-01T09:00:00Z'));
  afterAll(() => start());

  it('ends on the 28th, and is earned over the days that it has', async () => {
    const { body } = await broker.bind(valuedRequest('36500.00', '2028-02-29'));
    expect(body.term).toEqual({ start: '2028-02-29', end: '2029-02-28' });

    const { body: transaction } = await broker.cancel(body.policyId, 1, '2028-03-01', 'insurer');

    expect(transaction.premiumMovement.net.amount).toBe('-364.00');
  });
});

describe('a cancellation that is taken back', () => {
  it('without a gap leaves premium and charges as they were', async () => {
    const { body } = await bound('50000.00');
    await broker.cancel(body.policyId, 1, '2027-05-31', 'customer-request');

    const { body: transaction } = await broker.reinstate(body.policyId, 2, '2027-05-31');

    expect(transaction).toMatchObject({
      kind: 'reinstatement',
      premiumMovement: { net: { amount: '265.07' } },
      charges: [{ code: 'short-rate-retention', amount: { amount: '-29.45' } }],
    });
    const stack = (await broker.transactions(body.policyId)).body.data;
    expect(totalOf(stack)).toBe('500.00');
  });

  it('with a gap leaves no cover in between', async () => {
    const { body } = await bound('50000.00');
    await broker.cancel(body.policyId, 1, '2027-05-31', 'insurer');
    await broker.reinstate(body.policyId, 2, '2027-06-10');

    const at = async (date: string) => (await broker.get(body.policyId, `?effectiveAt=${date}`)).body;
    expect(await at('2027-05-30')).toMatchObject({
      status: 'in-force',
      effective: { from: START, to: '2027-05-31' },
    });
    expect((await at('2027-06-09')).status).toBe('cancelled');
    expect(await at('2027-06-10')).toMatchObject({
      status: 'in-force',
      effective: { from: '2027-06-10', to: '2028-01-01' },
    });
  });
});

/** Net of all movements of a stack. */
function totalOf(stack: { premiumMovement: { net: { amount: string } } }[]): string {
  const cents = stack.reduce(
    (sum, { premiumMovement }) => sum + Math.round(Number(premiumMovement.net.amount) * 100),
    0,
  );
  return (cents / 100).toFixed(2);
}
