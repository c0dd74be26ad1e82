import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alterProduct } from '../support/altered-assembly.ts';
import { type RunningApi, startApi } from '../support/api.ts';
import { Client } from '../support/client.ts';
import { Consents, consentRequest, MyConsents } from '../support/consents.ts';
import { Customers } from '../support/customers.ts';
import { insureInVain } from '../support/erased-customer.ts';
import { eventually } from '../support/events.ts';
import { issueRequest, POLICYHOLDER, Policies, valuedRequest } from '../support/policies.ts';
import { unthrottledAssembly } from '../support/unthrottled.ts';

const ROUNDS = 20;

/** More than end in the transaction that destroys the key. */
const MANY_CONSENTS = 30;

/** Where nothing has to be kept after the end of cover. */
const cdkOut = unthrottledAssembly();
alterProduct(cdkOut, 'own-damage', { retention: { years: 0 } });

let api: RunningApi;
let client: Client;
let broker: Policies;
let staff: Customers;

async function start(dataDir?: string): Promise<void> {
  api = await startApi({ cdkOut, ...(dataDir !== undefined && { dataDir }) });
  client = await Client.of(api, 'broker');
  broker = new Policies(client);
  staff = await Customers.of(api);
}
beforeAll(() => start());
afterAll(() => api?.stop());

/** Cover from today on. */
const request = () => valuedRequest('10000.00', new Date().toISOString().slice(0, 10));

const former = (email = `${crypto.randomUUID()}@example.com`) => insureInVain(broker, email);

describe('a policy that is issued while its customer is being erased', () => {
  it('is that of somebody new, or keeps the customer from being erased', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const email = `${crypto.randomUUID()}@example.com`;
      const { customerId } = await former(email);
      const issue = issueRequest(await client.createQuote(request()), {
        policyholder: { ...POLICYHOLDER, email },
      });

      const [erased, issued] = await Promise.all([staff.erase(customerId), broker.issue(issue)]);

      expect(issued.status).toBe(201);
      const { policyholder } = (await broker.get(issued.body.policyId)).body;
      const known = (await staff.export(issued.body.customerId)).body.records.length;
      expect(known).toBeGreaterThan(0);
      const blocked = erased.status === 409;
      expect(issued.body.customerId === customerId).toBe(blocked);
      expect(policyholder.email === email).toBe(!blocked);
    }
  });
});

describe('a cancelled policy', () => {
  it('is not reinstated once its customer was erased', async () => {
    const { customerId, policyId } = await former();
    expect((await staff.erase(customerId)).status).toBe(202);
    const { status, body } = await broker.reinstate(policyId, 2, request().startDate);
    expect([status, body.type]).toEqual([409, 'urn:partner-api:problem:customer-erased']);
  });

  it('that is reinstated while its customer is being erased is, or is not, but not both', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { customerId, policyId } = await former();

      const [erased, reinstated] = await Promise.all([
        staff.erase(customerId),
        broker.reinstate(policyId, 2, request().startDate),
      ]);

      const outcome = `${erased.status} ${reinstated.status}`;
      expect(['202 409', '202 412', '409 200']).toContain(outcome);
      const { status } = (await broker.get(policyId)).body;
      expect(status).toBe(erased.status === 202 ? 'cancelled' : 'in-force');
    }
  });
});

describe('an erasure that is asked for many times at once', () => {
  it('runs once', async () => {
    const { customerId } = await former();
    const all = await Promise.all(Array.from({ length: 8 }, () => staff.erase(customerId)));
    const statuses = all.map(({ status }) => status).sort();
    expect(statuses).toEqual([202, 409, 409, 409, 409, 409, 409, 409]);
  });
});

describe('a customer with more consents than a transaction has room for', () => {
  it('has all of them ended', async () => {
    const { customerId, policyId } = await former('anna@example.com');
    const reader = new Consents(await Client.of(api, 'reader'));
    const anna = new MyConsents(await Client.of(api, 'anna'));
    const consentIds = await Promise.all(
      Array.from({ length: MANY_CONSENTS }, async () => {
        const consentId = await reader.ask(consentRequest());
        expect((await anna.authorise(consentId, policyId)).status).toBe(200);
        return consentId;
      }),
    );

    const { body } = await staff.erase(customerId);

    expect(body.status).toBe('running');
    const { dataDir } = api;
    await api.stop();
    // The job runs when the minute is over, and when the API starts.
    await start(dataDir);
    await eventually(api, (events) =>
      events.some(
        ({ detailType, detail }) => detailType === 'customer.erased' && detail.customerId === customerId,
      ),
    );
    const asReader = new Consents(await Client.of(api, 'reader'));
    const ends = await Promise.all(consentIds.map((consentId) => asReader.get(consentId)));
    expect(new Set(ends.map(({ body: { status, end } }) => `${status} ${end.by} ${end.reason}`))).toEqual(
      new Set(['REVOKED INSURER erased']),
    );
    expect((await staff.erasure(customerId, body.erasureId)).body.status).toBe('done');
  });
});
