import { randomUUID } from 'node:crypto';
import { type RunningApi, startApi } from './api.ts';
import { Client, type Reply } from './client.ts';
import { upcomingDate } from './risks.ts';

/** A risk on which the own-damage product charges one per cent of its value, with neither tax nor minimum. */
export function valuedRequest(value: string, startDate = upcomingDate()) {
  return {
    product: 'own-damage',
    startDate,
    driver: { dateOfBirth: '1985-03-02', bonusMalusLevel: 2 },
    vehicle: { ...RATED_VEHICLE, value: { amount: value, currency: 'EUR' } },
    address: { country: 'BE', postcode: '9000' },
  };
}

/** What of a vehicle is rated. */
export const RATED_VEHICLE = {
  powerKw: 66,
  firstRegistered: '2017-12-01',
  fuel: 'diesel' as const,
  use: 'private' as const,
  fleet: false,
};

/** Who the policyholder of the quotes in tests is. */
export const POLICYHOLDER = {
  givenName: 'Anna',
  familyName: 'Peeters',
  dateOfBirth: '1985-03-02',
  email: 'anna@example.com',
  phone: '+32470123456',
  address: { line1: 'Veldstraat 1', city: 'Gent', postcode: '9000', country: 'BE' },
};

export const VEHICLE = { vin: 'WVWZZZ1JZXW000001', plate: '1ABC234' };

/** What a policy is issued from: an offer of a quote. */
export function issueRequest(quote: Reply, instead: object = {}) {
  return {
    quoteId: quote.body.quoteId,
    offerId: quote.body.offers[0]?.offerId,
    policyholder: POLICYHOLDER,
    vehicle: VEHICLE,
    termsReceivedAt: quote.body.createdAt.slice(0, 10),
    paymentPlan: 'annual',
    ...instead,
  };
}

type Headers = Record<string, string>;

/** A header with a key that no other request has. */
export function fresh(): Headers {
  return { 'idempotency-key': randomUUID() };
}

/** What a partner does with policies. Every call that moves cover gets a key of its own unless it brings one. */
export class Policies {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  issue(body: unknown, headers: Headers = fresh()): Promise<Reply> {
    return this.#client.call('issuePolicy', 'POST', '/policies', { body, headers });
  }

  /** Quotes, and issues the first offer. */
  async bind(request: object, instead: object = {}): Promise<Reply> {
    const quote = await this.#client.createQuote(request);
    const policy = await this.issue(issueRequest(quote, instead));
    if (policy.status !== 201) throw new Error(`not issued: ${JSON.stringify(policy.body)}`);
    return policy;
  }

  get(policyId: string, query = ''): Promise<Reply> {
    return this.#client.call('getPolicy', 'GET', `/policies/${policyId}${query}`);
  }

  list(query = ''): Promise<Reply> {
    return this.#client.call('listPolicies', 'GET', `/policies${query}`);
  }

  transactions(policyId: string, query = '?limit=100'): Promise<Reply> {
    return this.#client.call('listTransactions', 'GET', `/policies/${policyId}/transactions${query}`);
  }

  schedule(policyId: string, query = '', headers: Headers = {}): Promise<Reply> {
    return this.#client.call('getSchedule', 'GET', `/policies/${policyId}/schedule${query}`, { headers });
  }

  quoteChange(
    policyId: string,
    effectiveDate: string,
    change: object,
    headers: Headers = {},
  ): Promise<Reply> {
    const body = { effectiveDate, change };
    return this.#client.call('quoteChange', 'POST', `/policies/${policyId}/changes`, { body, headers });
  }

  issueChange(change: Reply, version: number, headers: Headers = fresh()): Promise<Reply> {
    const { policyId, changeId } = change.body;
    const path = `/policies/${policyId}/changes/${changeId}/issue`;
    return this.#client.call('issueChange', 'POST', path, { headers: { ...match(version), ...headers } });
  }

  cancel(
    policyId: string,
    version: number,
    effectiveDate: string,
    reason: string,
    headers: Headers = fresh(),
  ) {
    return this.#move('cancelPolicy', policyId, 'cancellation', version, { effectiveDate, reason }, headers);
  }

  reinstate(policyId: string, version: number, effectiveDate: string, headers: Headers = fresh()) {
    return this.#move('reinstatePolicy', policyId, 'reinstatement', version, { effectiveDate }, headers);
  }

  renew(policyId: string, version: number, offerId: string, headers: Headers = fresh()): Promise<Reply> {
    return this.#move('renewPolicy', policyId, 'renewal', version, { offerId }, headers);
  }

  #move(
    operation: 'cancelPolicy' | 'reinstatePolicy' | 'renewPolicy',
    policyId: string,
    path: string,
    version: number,
    body: object,
    headers: Headers,
  ): Promise<Reply> {
    const options = { body, headers: { ...match(version), ...headers } };
    return this.#client.call(operation, 'POST', `/policies/${policyId}/${path}`, options);
  }
}

/** The API with the broker in it, on a day of the functions' clock. */
export async function startBroker(
  now: string,
): Promise<{ api: RunningApi; client: Client; broker: Policies }> {
  const api = await startApi({ env: { NOW: now } });
  const client = await Client.of(api, 'broker');
  return { api, client, broker: new Policies(client) };
}

/** The header that names a version. */
export function match(version: number): Headers {
  return { 'if-match': `"${version}"` };
}
