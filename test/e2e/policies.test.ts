import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningApi } from '../support/api.ts';
import { Client, type Reply } from '../support/client.ts';
import { delivered, eventually } from '../support/events.ts';
import {
  fresh,
  issueRequest,
  match,
  POLICYHOLDER,
  Policies,
  startBroker,
  valuedRequest,
} from '../support/policies.ts';
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

describe('issuePolicy', () => {
  it('makes cover of an offer, and shows the producer whom it covers', async () => {
    const quote = await client.createQuote(quoteRequest({ startDate: START }));

    const { status, body, headers } = await broker.issue(issueRequest(quote));

    expect(status).toBe(201);
    expect(headers.get('etag')).toBe('"1"');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toMatchObject({
      status: 'pending',
      quoteId: quote.body.quoteId,
      term: { start: START, end: '2028-01-01' },
      effective: { from: START, to: '2028-01-01' },
      coverage: quote.body.offers[0].coverage,
      premium: quote.body.offers[0].premium,
      policyholder: POLICYHOLDER,
      vehicle: { vin: 'WVWZZZ1JZXW000001', plate: '1ABC234', powerKw: 66 },
      driver: { dateOfBirth: '1985-03-02', bonusMalusLevel: 2 },
      address: POLICYHOLDER.address,
      paymentPlan: 'annual',
    });
    expect((await broker.get(body.policyId)).body).toEqual(body);
    const { status: bound, policyId } = (await client.getQuote(quote.body.quoteId)).body;
    expect([bound, policyId]).toEqual(['bound', body.policyId]);
  });

  it('says so on the bus, in ids and facts only', async () => {
    const { body } = await bound();

    const events = await eventually(api, (all) => delivered(all, 'policy.issued', body.policyId));

    const event = events.find(({ detail }) => detail.aggregateId === body.policyId);
    expect(event?.detail).toMatchObject({ policyId: body.policyId, kind: 'issuance', effectiveDate: START });
    expect(JSON.stringify(event)).not.toMatch(/Anna|Peeters|1ABC234|WVWZZZ|1985-03-02|Veldstraat|premium/);
  });

  it('asked fifty times at once with one key makes one policy, and 49 answers that point to it', async () => {
    const quote = await client.createQuote(valuedRequest('20000.00', START));
    const [request, key] = [issueRequest(quote), fresh()];

    const answers = await Promise.all(Array.from({ length: 50 }, () => broker.issue(request, key)));

    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(201));
    expect(new Set(answers.map(({ body }) => body.policyId)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === 'true')).toHaveLength(49);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    await onlyOnePolicyOf(quote, answers[0]?.body.policyId);
  });

  it('asked fifty times at once with other keys makes one policy, and 49 conflicts', async () => {
    const quote = await client.createQuote(valuedRequest('20000.00', START));

    const answers = await Promise.all(Array.from({ length: 50 }, () => broker.issue(issueRequest(quote))));

    const made = answers.filter(({ status }) => status === 201);
    expect(made).toHaveLength(1);
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused.map(problemOf)).toEqual(Array(49).fill([409, 'quote-bound']));
    await onlyOnePolicyOf(quote, made[0]?.body.policyId);
  });

  async function onlyOnePolicyOf(quote: Reply, policyId: string): Promise<void> {
    expect((await client.getQuote(quote.body.quoteId)).body).toMatchObject({ status: 'bound', policyId });
    const events = await eventually(api, (all) => delivered(all, 'policy.issued', policyId));
    const { data } = (await broker.list('?limit=100')).body;
    const issued = events.filter(({ detailType }) => detailType === 'policy.issued');
    expect(issued.map(({ detail }) => detail.policyId).sort()).toEqual(
      data.map((row: { policyId: string }) => row.policyId).sort(),
    );
  }
});

describe('a repeated call', () => {
  it('answers as the first did', async () => {
    const { body } = await bound();
    const key = fresh();
    const first = await broker.cancel(body.policyId, 1, '2027-07-01', 'insurer', key);

    const again = await broker.cancel(body.policyId, 1, '2027-07-01', 'insurer', key);

    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    expect((await broker.transactions(body.policyId)).body.data).toHaveLength(2);
  });

  it('without a key is refused where cover moves', async () => {
    const { body } = await bound();
    const path = `/policies/${body.policyId}/cancellation`;
    const request = { effectiveDate: '2027-07-01', reason: 'insurer' };

    const answer = await client.call('cancelPolicy', 'POST', path, { body: request, headers: match(1) });

    expect(answer.status).toBe(400);
  });
});

describe('finding policies', () => {
  it('by plate however it is written, by number, and in pages', async () => {
    const { body } = await broker.bind(valuedRequest('30000.00', START), {
      vehicle: { vin: 'WVWZZZ1JZXW000002', plate: '2-XYZ-789' },
    });
    const ids = ({ body: page }: Reply) => page.data.map(({ policyId }: { policyId: string }) => policyId);

    for (const plate of ['2XYZ789', '2-xyz-789', '2 XYZ 789']) {
      expect(ids(await broker.list(`?plate=${encodeURIComponent(plate)}`))).toEqual([body.policyId]);
    }
    expect(ids(await broker.list(`?policyNumber=${body.policyNumber}`))).toEqual([body.policyId]);
    const first = await broker.list('?limit=2');
    const second = await broker.list(`?limit=2&cursor=${first.body.next}`);
    expect(ids(first)[0]).toBe(body.policyId);
    expect(new Set([...ids(first), ...ids(second)]).size).toBe(4);
    expect(JSON.stringify(first.body)).not.toMatch(/Anna|1ABC234|2-XYZ|WVWZZZ/);
  });

  it('finds nothing of others, not even that it is there', async () => {
    const { body } = await bound();
    const reader = new Policies(await Client.of(api, 'reader'));

    expect((await reader.get(body.policyId)).status).toBe(404);
    expect((await reader.transactions(body.policyId)).status).toBe(404);
    expect((await reader.list('?plate=1ABC234')).body.data).toEqual([]);
    expect((await reader.list(`?policyNumber=${body.policyNumber}`)).body.data).toEqual([]);
    expect((await reader.list()).body.data).toEqual([]);
  });

  it('shows staff what they need', async () => {
    const { body } = await bound();
    const staff = new Policies(await Client.of(api, 'handler'));

    expect((await staff.get(body.policyId)).body.policyholder).toEqual(POLICYHOLDER);
  });
});
