import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningApi, startApi } from '../support/api.ts';
import { Client, type Reply } from '../support/client.ts';
import { busEvents } from '../support/events.ts';
import { issueRequest, POLICYHOLDER, Policies, RATED_VEHICLE, valuedRequest } from '../support/policies.ts';
import { quoteRequest } from '../support/risks.ts';
import { unthrottledAssembly } from '../support/unthrottled.ts';

const NOW = '2026-12-01T09:00:00Z';
const START = '2027-01-01';

let api: RunningApi;
let client: Client;
let broker: Policies;
let quote: Reply;
/** A motor policy, one that is cancelled, and one whose cover has begun. */
let motor: string;
let cancelled: string;
let running: string;

beforeAll(async () => {
  api = await startApi({ env: { NOW }, cdkOut: unthrottledAssembly() });
  client = await Client.of(api, 'broker');
  broker = new Policies(client);
  quote = await client.createQuote(valuedRequest('10000.00', START));
  motor = (await broker.bind(quoteRequest({ startDate: START }))).body.policyId;
  running = (await broker.bind(valuedRequest('10000.00', '2026-12-01'))).body.policyId;
  cancelled = (await broker.bind(valuedRequest('10000.00', START))).body.policyId;
  await broker.cancel(cancelled, 1, '2027-02-01', 'insurer');
});
afterAll(() => api?.stop());

/** Expects a named problem, and that nothing came of the request. */
async function expectRefused(ask: () => Promise<Reply>, status: number, code: string, pointer?: string) {
  const before = await everything();
  const { status: answered, body } = await ask();
  expect([answered, body.type]).toEqual([status, `urn:partner-api:problem:${code}`]);
  if (pointer !== undefined) expect(body.errors[0].pointer).toBe(pointer);
  expect(await everything()).toEqual(before);
}

async function everything(): Promise<unknown> {
  const ids = [motor, cancelled, running];
  const policies = await Promise.all(ids.map(async (policyId) => (await broker.get(policyId)).body));
  const stacks = await Promise.all(ids.map(async (policyId) => (await broker.transactions(policyId)).body));
  const { body: list } = await broker.list('?limit=100');
  return { policies, stacks, list, quote: (await client.getQuote(quote.body.quoteId)).body };
}

describe('a policy is not issued', () => {
  const otherHolder = (instead: object) => ({ policyholder: { ...POLICYHOLDER, ...instead } });

  it.each<[string, () => object, number, string, string?]>([
    [
      'from an unknown offer',
      () => ({ offerId: 'off_01KAE8Z2V0Q8M5T3S7R9XWYB4C' }),
      422,
      'unknown-offer',
      '/offerId',
    ],
    ['from an unknown quote', () => ({ quoteId: 'quo_01KAE8Z2V0Q8M5T3S7R9XWYB4C' }), 404, 'not-found'],
    [
      'for another birth date than was rated',
      () => otherHolder({ dateOfBirth: '1985-03-03' }),
      422,
      'contradicts-quote',
      '/policyholder/dateOfBirth',
    ],
    [
      'for another postcode than was rated',
      () => otherHolder({ address: { ...POLICYHOLDER.address, postcode: '2000' } }),
      422,
      'contradicts-quote',
      '/policyholder/address/postcode',
    ],
    [
      'on terms that are received years later',
      () => ({ termsReceivedAt: '2199-01-01' }),
      422,
      'terms-receipt-out-of-range',
      '/termsReceivedAt',
    ],
    ['to somebody without a name', () => otherHolder({ givenName: '' }), 400, 'validation-failed'],
    [
      'with a phone number that is none',
      () => otherHolder({ phone: '0470123456' }),
      400,
      'validation-failed',
    ],
    ['with an e-mail address that is none', () => otherHolder({ email: 'anna' }), 400, 'validation-failed'],
    [
      'for a vehicle number that is none',
      () => ({ vehicle: { vin: 'O', plate: '1' } }),
      400,
      'validation-failed',
    ],
    ['on a payment plan that there is not', () => ({ paymentPlan: 'never' }), 400, 'validation-failed'],
    ['with more than is asked', () => ({ premium: 1 }), 400, 'validation-failed'],
  ])('%s', async (_what, instead, status, code, pointer) => {
    await expectRefused(() => broker.issue(issueRequest(quote, instead())), status, code, pointer);
  });

  it('from the quote of another', async () => {
    const aggregator = await Client.of(api, 'aggregator');
    const foreign = await aggregator.createQuote(valuedRequest('10000.00', START));
    await expectRefused(() => broker.issue(issueRequest(foreign)), 404, 'not-found');
  });

  it('from a quote that was not offered', async () => {
    const referred = await client.createQuote(
      quoteRequest({ startDate: START, vehicle: { fuel: 'electric' } }),
    );
    const request = issueRequest(referred, { offerId: quote.body.offers[0].offerId });
    await expectRefused(() => broker.issue(request), 409, 'quote-not-offered');
  });

  it('twice', async () => {
    const once = await client.createQuote(valuedRequest('10000.00', START));
    await broker.issue(issueRequest(once));
    await expectRefused(() => broker.issue(issueRequest(once)), 409, 'quote-bound');
  });
});

describe('a change is not quoted', () => {
  const vehicle = { vin: 'WVWZZZ1JZXW000003', plate: '1NEW111', ...RATED_VEHICLE };
  const dollars = { ...vehicle, value: { amount: '20000.00', currency: 'USD' } };

  it.each<[string, () => string, string, object, number, string, string?]>([
    [
      'before cover begins',
      () => motor,
      '2026-12-31',
      { coverage: 'TPL+' },
      422,
      'effective-date-outside-term',
      '/effectiveDate',
    ],
    [
      'at the end of the term',
      () => motor,
      '2028-01-01',
      { coverage: 'TPL+' },
      422,
      'effective-date-outside-term',
      '/effectiveDate',
    ],
    ['after a cancellation', () => cancelled, '2027-02-01', { vehicle }, 409, 'policy-cancelled'],
    ['to a coverage that there is not', () => motor, START, { coverage: 'CASCO' }, 422, 'unknown-coverage'],
    [
      'in another currency',
      () => running,
      '2027-01-15',
      { vehicle: dollars },
      422,
      'currency-mismatch',
      '/change/vehicle/value',
    ],
    [
      'without what the product needs',
      () => running,
      '2027-01-15',
      { vehicle },
      422,
      'vehicle-value-required',
      '/change/vehicle/value',
    ],
    [
      'to a risk for an underwriter',
      () => motor,
      START,
      { vehicle: { ...vehicle, powerKw: 260 } },
      422,
      'underwriting-required',
    ],
    ['to nothing', () => motor, START, {}, 400, 'validation-failed'],
    ['to what is there', () => motor, START, { coverage: 'TPL' }, 422, 'nothing-changed', '/change/coverage'],
    ['on no day', () => motor, '2027-02-30', { coverage: 'TPL+' }, 400, 'validation-failed'],
  ])('%s', async (_what, policyId, date, change, status, code, pointer) => {
    await expectRefused(() => broker.quoteChange(policyId(), date, change), status, code, pointer);
  });

  it('for a policy of another', async () => {
    const reader = new Policies(await Client.of(api, 'reader'));
    const { status } = await reader.quoteChange(motor, START, { coverage: 'TPL+' });
    expect(status).toBe(404);
  });
});

describe('a policy is not cancelled', () => {
  it.each<[string, () => string, string, string, number, string]>([
    ['before it begins', () => motor, '2026-12-31', 'insurer', 422, 'end-before-start'],
    ['after its term', () => motor, '2028-01-01', 'insurer', 422, 'effective-date-outside-term'],
    ['again', () => cancelled, '2027-03-01', 'insurer', 409, 'policy-cancelled'],
    ['for cooling-off when that is over', () => motor, '2027-01-15', 'cooling-off', 422, 'cooling-off-over'],
    ['without a reason that counts', () => motor, '2027-01-15', 'whim', 400, 'validation-failed'],
  ])('%s', async (_what, policyId, date, reason, status, code) => {
    const { headers } = await broker.get(policyId());
    const version = Number(headers.get('etag')?.slice(1, -1));
    await expectRefused(() => broker.cancel(policyId(), version, date, reason), status, code);
  });

  it('on another version than the newest', async () => {
    await expectRefused(() => broker.cancel(motor, 7, START, 'insurer'), 412, 'precondition-failed');
  });
});

describe('a policy is not reinstated', () => {
  it.each<[string, () => string, number, string, number, string]>([
    ['before it was cancelled', () => cancelled, 2, '2027-01-31', 422, 'reinstatement-before-cancellation'],
    ['after its term', () => cancelled, 2, '2028-01-01', 422, 'effective-date-outside-term'],
    ['while it is not cancelled', () => motor, 1, START, 409, 'policy-not-cancelled'],
  ])('%s', async (_what, policyId, version, date, status, code) => {
    await expectRefused(() => broker.reinstate(policyId(), version, date), status, code);
  });
});

describe('other things that are refused', () => {
  it('a renewal that is not offered', async () => {
    const offerId = 'off_01KAE8Z2V0Q8M5T3S7R9XWYB4C';
    await expectRefused(() => broker.renew(motor, 1, offerId), 409, 'no-renewal-offer');
  });

  it('a change that there is not, or that is of another policy', async () => {
    const change = await broker.quoteChange(motor, START, { coverage: 'TPL+' });
    const unknown = { body: { policyId: motor, changeId: 'chg_01KAE8Z2V0Q8M5T3S7R9XWYB4C' } } as Reply;
    const foreign = { body: { policyId: running, changeId: change.body.changeId } } as Reply;
    await expectRefused(() => broker.issueChange(unknown, 1), 404, 'not-found');
    await expectRefused(() => broker.issueChange(foreign, 1), 404, 'not-found');
  });

  it('a search by two things', async () => {
    const query = '?plate=1ABC234&policyNumber=P26-AAAA-AAAA-AAAA';
    await expectRefused(() => broker.list(query), 400, 'ambiguous-search');
  });

  it.each(['?cursor=AAAA', '?limit=0', '?plate=', '?policyNumber=1', '?offset=1'])(
    'a list with %s',
    async (query) => {
      await expectRefused(() => broker.list(query), 400, 'validation-failed');
    },
  );

  it.each(['?effectiveAt=soon', '?effectiveAt=2027-02-30', '?knownAt=2027-01-01T25:00:00Z'])(
    'a read with %s',
    async (query) => {
      await expectRefused(() => broker.get(motor, query), 400, 'validation-failed');
    },
  );

  it('a policy as it was known before it was made', async () => {
    await expectRefused(() => broker.get(motor, '?knownAt=2026-11-30'), 404, 'not-found');
  });
});

it('only what was done is on the bus', async () => {
  const events = await busEvents(api);
  const types = new Set(events.map(({ detailType }) => detailType));
  expect([...types].filter((type) => type.startsWith('policy.')).sort()).toEqual([
    'policy.cancelled',
    'policy.issued',
  ]);
});
