import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningApi, startApi } from '../support/api.ts';
import { Client } from '../support/client.ts';
import { Consents, consentRequest, MyConsents } from '../support/consents.ts';
import { Customers } from '../support/customers.ts';
import { fresh, POLICYHOLDER, Policies, RATED_VEHICLE, VEHICLE, valuedRequest } from '../support/policies.ts';
import { upcomingDate } from '../support/risks.ts';
import { unthrottledAssembly } from '../support/unthrottled.ts';

const NOBODY = 'cus_01KAHJ3M7C9D5F1G7H3J8K2M6N';
const typeOf = (code: string) => `urn:partner-api:problem:${code}`;

let api: RunningApi;
let client: Client;
let broker: Policies;
let staff: Customers;
let email: string;
let policyId: string;
let customerId: string;

beforeAll(async () => {
  api = await startApi({ cdkOut: unthrottledAssembly() });
  client = await Client.of(api, 'broker');
  broker = new Policies(client);
  staff = await Customers.of(api);
});
afterAll(() => api?.stop());
beforeEach(async () => {
  email = `${crypto.randomUUID()}@example.com`;
  const policyholder = { ...POLICYHOLDER, email };
  const { body } = await broker.bind(valuedRequest('10000.00'), { policyholder });
  ({ policyId, customerId } = body);
});

describe('an export', () => {
  it('holds all that is held on a customer, in clear', async () => {
    const value = { amount: '12000.00', currency: 'EUR' };
    const changed = { ...RATED_VEHICLE, vin: VEHICLE.vin, plate: '2XYZ789', value };
    const change = await broker.quoteChange(policyId, upcomingDate(), { vehicle: changed });
    expect((await broker.issueChange(change, 1)).status).toBe(200);

    const { status, body } = await staff.export(customerId);

    expect(status).toBe(200);
    expect(body.customer).toMatchObject({ customerId, restricted: false });
    const { address, ...person } = { ...POLICYHOLDER, email };
    const contents = body.records.map(({ content }: { content: object }) => content);
    expect(contents).toEqual(expect.arrayContaining([person, address, expect.objectContaining(changed)]));
    const [policy] = body.policies;
    expect(policy).toMatchObject({ policyId, partnerId: 'broker', product: 'own-damage' });
    expect(policy.transactions.map(({ kind }: { kind: string }) => kind)).toEqual(['issuance', 'change']);
    const known = body.records.map(({ recordId }: { recordId: string }) => recordId);
    for (const { records } of policy.segments)
      expect(known).toEqual(expect.arrayContaining(Object.values(records)));
    expect(body.quotes.map(({ quote }: { quote: { policyId: string } }) => quote.policyId)).toEqual([
      policyId,
    ]);
    expect(body.releases).toBe(`/customers/${customerId}/releases`);
    expect([body.consents, body.erasures]).toEqual([[], []]);
  });

  it('holds the changes that were quoted and not issued, with what was said for them', async () => {
    const value = { amount: '12000.00', currency: 'EUR' };
    const vehicle = { ...RATED_VEHICLE, vin: VEHICLE.vin, plate: '2XYZ789', value };
    const driver = { dateOfBirth: '1990-07-14', bonusMalusLevel: 5 };
    const change = await broker.quoteChange(policyId, upcomingDate(), { vehicle, driver });
    const changesHeld = async () => (await staff.export(customerId)).body.changes;

    const [held, ...others] = await changesHeld();

    expect(others).toEqual([]);
    expect(held).toMatchObject({
      change: change.body,
      bonusMalusLevel: 5,
      facts: { vehicleValue: '12000.00' },
    });
    const contents = held.records.map(({ content }: { content: object }) => content);
    expect(contents).toHaveLength(2);
    expect(contents).toEqual(expect.arrayContaining([vehicle, { dateOfBirth: driver.dateOfBirth }]));
    expect((await broker.issueChange(change, 1)).status).toBe(200);
    expect(await changesHeld()).toEqual([]);
  });

  it('holds what every policy of the person has, whichever partner it came by', async () => {
    const again = await broker.bind(valuedRequest('10000.00'), { policyholder: { ...POLICYHOLDER, email } });
    expect(again.body.customerId).toBe(customerId);
    const { body } = await staff.export(customerId);
    expect(body.policies.map((policy: { policyId: string }) => policy.policyId)).toEqual([
      again.body.policyId,
      policyId,
    ]);
  });

  it('is for staff who look after customers, and of customers that there are', async () => {
    const partner = new Customers(client);
    expect((await partner.export(customerId)).body.type).toBe(typeOf('insufficient-scope'));
    expect((await staff.export(NOBODY)).body.type).toBe(typeOf('not-found'));
  });
});

describe('an erasure that something stands in the way of', () => {
  it('is only previewed where that is asked', async () => {
    const { status, body } = await staff.preview(customerId);
    expect(status).toBe(202);
    const blockers = [{ code: 'policy-in-force', policyId, until: null }];
    expect(body).toEqual({ customerId, status: 'preview', blockers });
    expect((await broker.get(policyId)).body.policyholder.email).toBe(email);
  });

  it('names the day until which an ended policy has to be kept', async () => {
    const start = valuedRequest('10000.00').startDate;
    await broker.cancel(policyId, 1, start, 'not-taken-up');
    const until = `${Number(start.slice(0, 4)) + 10}${start.slice(4)}`;
    const { body } = await staff.preview(customerId);
    expect(body.blockers).toEqual([{ code: 'retention', policyId, until }]);
  });

  it('is refused with what does, and restricts processing at once', async () => {
    const key = fresh();
    const refused = await staff.erase(customerId, {}, key);

    expect([refused.status, refused.body.type]).toEqual([409, typeOf('erasure-blocked')]);
    expect(refused.body.violations ?? refused.body.errors).toEqual([
      { in: 'path', pointer: '/customerId', detail: `policy ${policyId} is in force` },
    ]);
    const masked = (await broker.get(policyId)).body;
    expect(masked.policyholder.email).not.toBe(email);
    expect(masked.policyholder.familyName).not.toBe(POLICYHOLDER.familyName);
    expect(masked.vehicle.vin).not.toBe(VEHICLE.vin);
    const seen = await staff.export(customerId);
    expect(seen.body.customer.restricted).toBe(true);
    expect(JSON.stringify(seen.body.records)).toContain(email);
    // The same key again is no retry of something that was done: it is decided again.
    expect((await staff.erase(customerId, {}, key)).status).toBe(409);
  });

  it('closes what a customer has consented to, but not to the customer', async () => {
    const [anna, third] = [await Client.of(api, 'anna'), await Client.of(api, 'reader')];
    const mine = (await broker.bind(valuedRequest('10000.00'))).body;
    const reader = new Consents(third);
    const consentId = await reader.ask(consentRequest());
    expect((await new MyConsents(anna).authorise(consentId, mine.policyId)).status).toBe(200);
    const headers = { 'x-consent-id': consentId };
    const read = () => third.call('getPolicy', 'GET', `/policies/${mine.policyId}`, { headers });
    const own = async () => (await anna.call('listMyPolicies', 'GET', '/me/policies')).body.data;
    expect((await read()).body.policyholder.familyName).toBe(POLICYHOLDER.familyName);

    await staff.erase(mine.customerId);

    const masked = await read();
    expect([masked.status, masked.body.policyholder.familyName]).not.toContain(POLICYHOLDER.familyName);
    expect((await own())[0].policyholder.familyName).toBe(POLICYHOLDER.familyName);
    await staff.lift(mine.customerId);
    expect((await read()).body.policyholder.familyName).toBe(POLICYHOLDER.familyName);
  });

  it('leaves a restriction that is lifted when the customer wishes', async () => {
    await staff.erase(customerId);
    const lifted = await staff.lift(customerId);
    expect([lifted.status, lifted.body.restricted]).toEqual([200, false]);
    expect((await broker.get(policyId)).body.policyholder.email).toBe(email);
    const again = await staff.lift(customerId);
    expect([again.status, again.body.type]).toEqual([409, typeOf('not-restricted')]);
  });

  it('of nobody, or by nobody of the staff, is refused', async () => {
    expect((await staff.erase(NOBODY)).body.type).toBe(typeOf('not-found'));
    expect((await new Customers(client).erase(customerId)).body.type).toBe(typeOf('insufficient-scope'));
    expect((await staff.erasure(customerId, 'era_01KAN2S6W8B4D0F5G9H3J7K1MP')).status).toBe(404);
  });
});

describe('a login', () => {
  const login = (name: string) => ({ email: `${name}@example.com`, dateOfBirth: '1990-07-14' });

  it('that staff link is the customer’s from then on', async () => {
    const ben = await Client.of(api, 'ben');
    const mine = async () =>
      (await ben.call('listMyPolicies', 'GET', '/me/policies')).body.data.map(
        (policy: { policyId: string }) => policy.policyId,
      );
    expect(await mine()).toEqual([]);

    const linked = await staff.link(customerId, login('ben'));

    expect([linked.status, linked.body.customerId]).toEqual([200, customerId]);
    expect(await mine()).toEqual([policyId]);
    expect((await staff.link(customerId, login('ben'))).body).toEqual(linked.body);
  });

  it('however its address is written, is one', async () => {
    const name = crypto.randomUUID();
    const first = await staff.link(customerId, login(name));
    const again = await staff.link(customerId, login(name.toUpperCase()));
    expect(again.body.version).toBe(first.body.version);
  });

  it('of another customer stays theirs', async () => {
    const other = { email: `${crypto.randomUUID()}@example.com` };
    await broker.bind(valuedRequest('10000.00'), { policyholder: { ...POLICYHOLDER, ...other } });
    const refused = await staff.link(customerId, { ...other, dateOfBirth: POLICYHOLDER.dateOfBirth });
    expect([refused.status, refused.body.type]).toEqual([409, typeOf('login-linked')]);
    expect(JSON.stringify(refused.body)).not.toContain(other.email);
  });

  it('is linked once, whoever asks at the same time', async () => {
    const asked = Array.from({ length: 6 }, () => staff.link(customerId, login('carla')));
    const versions = (await Promise.all(asked)).map(({ status, body }) => [status, body.version]);
    expect(versions).toEqual(versions.map(() => [200, 2]));
  });
});
