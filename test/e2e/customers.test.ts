import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningApi } from '../support/api.ts';
import type { Client } from '../support/client.ts';
import {
  issueRequest,
  POLICYHOLDER,
  type Policies,
  startBroker,
  valuedRequest,
} from '../support/policies.ts';

const START = '2027-01-01';

let api: RunningApi;
let client: Client;
let broker: Policies;

beforeAll(async () => {
  ({ api, client, broker } = await startBroker('2026-12-01T09:00:00Z'));
});
afterAll(() => api?.stop());

const request = () => valuedRequest('20000.00', START);
const held = (instead: object) => ({ policyholder: { ...POLICYHOLDER, ...instead } });

describe('policies of the same e-mail address and birth date', () => {
  it('belong to one customer, however the address is written, and show what was said for each', async () => {
    const { body: first } = await broker.bind(request(), held({ email: 'one@example.com' }));
    const { body: second } = await broker.bind(request(), held({ email: 'ONE@Example.com' }));
    expect(second.customerId).toBe(first.customerId);
    expect((await broker.get(first.policyId)).body.policyholder.email).toBe('one@example.com');
    expect((await broker.get(second.policyId)).body.policyholder.email).toBe('ONE@Example.com');
  });

  it('belong to one customer where twenty are issued at once, to somebody who was none', async () => {
    const quotes = await Promise.all(Array.from({ length: 20 }, () => client.createQuote(request())));

    const answers = await Promise.all(
      quotes.map((quote) => broker.issue(issueRequest(quote, held({ email: 'at-once@example.com' })))),
    );

    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201));
    expect(new Set(answers.map(({ body }) => body.customerId)).size).toBe(1);
    const read = await Promise.all(answers.map(({ body }) => broker.get(body.policyId)));
    expect(read.map(({ body }) => body)).toEqual(answers.map(({ body }) => body));
  });
});

it('a policy of another address, or of another birth date, belongs to another customer', async () => {
  const { body: first } = await broker.bind(request(), held({ email: 'other@example.com' }));
  const { body: second } = await broker.bind(request(), held({ email: 'another@example.com' }));
  const born = { dateOfBirth: '1990-07-14' };
  const { body: third } = await broker.bind(
    { ...request(), driver: { ...request().driver, ...born } },
    held({ email: 'other@example.com', ...born }),
  );
  expect(new Set([first.customerId, second.customerId, third.customerId]).size).toBe(3);
});
