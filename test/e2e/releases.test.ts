import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Receipt } from '../../functions/releases/receipt.ts';
import { alteredAssembly, without } from '../support/altered-assembly.ts';
import { type RunningApi, startApi } from '../support/api.ts';
import { Client, type Reply } from '../support/client.ts';
import { Customers, chained, flawOf } from '../support/customers.ts';
import { busEvents, eventually } from '../support/events.ts';
import { fresh, issueRequest, POLICYHOLDER, Policies, valuedRequest } from '../support/policies.ts';
import { unthrottledAssembly } from '../support/unthrottled.ts';

let api: RunningApi;
let client: Client;
let broker: Policies;
let staff: Customers;
let policyId: string;
let customerId: string;

beforeAll(async () => {
  api = await startApi({ cdkOut: unthrottledAssembly() });
  await meet();
});
afterAll(() => api?.stop());

/** Everybody who calls, which they do anew where the API was started again. */
async function meet(): Promise<void> {
  client = await Client.of(api, 'broker');
  broker = new Policies(client);
  staff = await Customers.of(api);
}

/** Starts again on the same data, as another synthesized app. */
async function restart(cdkOut: string): Promise<void> {
  await api.stop();
  api = await startApi({ cdkOut, dataDir: api.dataDir });
  await meet();
}

/** A policy of a person whom nobody knows yet. */
async function insure(person: object = { email: `${crypto.randomUUID()}@example.com` }): Promise<Reply> {
  return broker.bind(valuedRequest('10000.00'), { policyholder: { ...POLICYHOLDER, ...person } });
}
beforeEach(async () => {
  const { body } = await insure();
  ({ policyId, customerId } = body);
});

const releasesOf = (customer: string) => (query: string) => staff.releases(customer, query);
const atLeast = (count: number) => (all: readonly unknown[]) => all.length >= count;

describe('an answer that shows values of a customer', () => {
  it('leaves a receipt of who saw what of which policy, and on which ground', async () => {
    const read = await broker.get(policyId);
    expect(read.body.policyholder.email).toMatch(/@example\.com$/);

    const { receipts } = await chained(releasesOf(customerId), atLeast(2));

    const [issued, shown] = receipts;
    expect(shown).toMatchObject({
      customerId,
      seq: 2,
      basis: 'producer',
      partnerId: 'broker',
      actor: 'broker',
      operationId: 'getPolicy',
      classes: ['contact', 'identity', 'vehicle'],
      objects: [{ policyId }],
      prevHash: issued?.hash,
    });
    expect(shown).not.toHaveProperty('consentId');
    expect(issued).toMatchObject({ operationId: 'issuePolicy', seq: 1 });
  });

  it('is told of on the bus, by ids alone', async () => {
    const events = await eventually(api, (all) =>
      all.some(
        ({ detailType, detail }) => detailType === 'data.released' && detail.customerId === customerId,
      ),
    );
    const told = events.find(({ detail }) => detail.customerId === customerId && 'receiptId' in detail);
    expect(told?.detail).toMatchObject({ customerId, basis: 'producer', objects: [{ policyId }] });
    expect(JSON.stringify(await busEvents(api))).not.toContain('Peeters');
  });

  it('leaves none where nothing was in clear', async () => {
    await broker.list();
    await broker.transactions(policyId);
    await staff.releases(customerId);
    await broker.get(policyId);

    const { receipts } = await chained(releasesOf(customerId), atLeast(2));
    expect(receipts.map(({ operationId }) => operationId)).toEqual(['issuePolicy', 'getPolicy']);
  });

  it('leaves one also as a document, and when it is given again to the same key', async () => {
    const quote = await client.createQuote(valuedRequest('10000.00'));
    const [request, key] = [issueRequest(quote), fresh()];
    const first = await broker.issue(request, key);
    const again = await broker.issue(request, key);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await broker.schedule(first.body.policyId)).status).toBe(200);

    const isOfIt = (all: readonly Receipt[]) =>
      all.filter(({ objects }) => objects.some((object) => object.policyId === first.body.policyId));
    const { receipts } = await chained(releasesOf(first.body.customerId), (all) => isOfIt(all).length >= 3);

    expect(isOfIt(receipts).map(({ operationId }) => operationId)).toEqual([
      'issuePolicy',
      'issuePolicy',
      'getSchedule',
    ]);
  });

  it('does not leave where the receipt cannot be written', async () => {
    await restart(alteredAssembly(without('policiesRole', 'dynamodb:PutItem', 'Ledger')));

    const refused = await broker.get(policyId);

    expect(refused).toMatchObject({ status: 500, body: { type: 'urn:partner-api:problem:internal-error' } });
    expect(JSON.stringify(refused.body)).not.toContain(POLICYHOLDER.familyName);
    expect((await broker.list()).status).toBe(200);
    await restart(unthrottledAssembly());
  });
});

describe('the receipts of a customer', () => {
  it('are one chain without a gap, however many answers leave at once', async () => {
    await Promise.all(Array.from({ length: 60 }, () => broker.get(policyId)));

    const { receipts, checkpoint } = await chained(releasesOf(customerId), atLeast(61));

    expect(receipts.map(({ seq }) => seq)).toEqual(Array.from({ length: 61 }, (_, index) => index + 1));
    expect(new Set(receipts.map(({ receiptId }) => receiptId)).size).toBe(61);
    expect(flawOf(receipts, checkpoint)).toBeUndefined();
    expect(flawOf(receipts.slice(0, -1), checkpoint)).toEqual({ code: 'receipts-missing', seq: 61 });
    expect(flawOf(receipts.toSpliced(30, 1), checkpoint)).toEqual({ code: 'receipt-out-of-chain', seq: 31 });
  });

  it('are whole again after everything was killed', async () => {
    await Promise.all(Array.from({ length: 20 }, () => broker.get(policyId)));
    await api.kill();
    api = await api.restart();
    await meet();
    await broker.get(policyId);

    const { receipts } = await chained(releasesOf(customerId), atLeast(22));

    expect(receipts).toHaveLength(22);
    expect(new Set(receipts.map(({ receiptId }) => receiptId)).size).toBe(22);
  });

  it('are chained where nothing can be signed, and signed later, also of who is shown nothing any more', async () => {
    await restart(alteredAssembly(without('releasechainRole', 'kms:Sign', 'CheckpointKey')));
    await broker.get(policyId);
    await expect
      .poll(async () => (await staff.releases(customerId)).body.data.length, { timeout: 10_000 })
      .toBe(2);
    const { checkpoint } = (await staff.releases(customerId)).body;
    if (checkpoint) expect(decodeJwt(checkpoint).seq).toBe(1);

    await restart(unthrottledAssembly());
    // Somebody else's receipt.
    await insure();

    const { receipts } = await chained(releasesOf(customerId), atLeast(2));
    expect(receipts).toHaveLength(2);
    await expect
      .poll(async () => decodeJwt((await staff.releases(customerId)).body.checkpoint).seq, {
        timeout: 10_000,
      })
      .toBe(2);
  });

  it('are signed with the key that the dashboard publishes, which does without it for a while', async () => {
    const { checkpoint } = await chained(releasesOf(customerId), atLeast(1));
    const settings = async () => {
      const answer = await fetch(`${api.url}/dashboard/config.json`);
      return (await answer.json()) as Record<string, string>;
    };
    const published = await settings();
    expect(published.checkpointKeyId).toBe(decodeProtectedHeader(checkpoint).kid);

    await restart(alteredAssembly(without('dashboardRole', 'kms:GetPublicKey', 'CheckpointKey')));
    const left = await settings();
    expect(left.customerScope).toBe(published.customerScope);
    expect(left).not.toHaveProperty('checkpointKeyId');
    await restart(unthrottledAssembly());
  });

  it('come newest first, in pages', async () => {
    await broker.get(policyId);
    await broker.get(policyId);
    const { receipts } = await chained(releasesOf(customerId), atLeast(3));

    const first = await staff.releases(customerId, '?limit=2');
    const second = await staff.releases(customerId, `?limit=2&cursor=${first.body.next}`);

    const seqs = [first, second].map(({ body }) => body.data.map(({ seq }: { seq: number }) => seq));
    expect(seqs).toEqual([[3, 2], [1]]);
    expect(second.body.next).toBeNull();
    expect([...first.body.data, ...second.body.data].reverse()).toEqual(receipts);
    const wrong = await staff.releases(customerId, '?cursor=bm90LWEtbnVtYmVy');
    expect([wrong.status, wrong.body.type]).toEqual([400, 'urn:partner-api:problem:validation-failed']);
  });
});

describe('a customer', () => {
  const releasesSeenBy = (customer: Client) => (query: string) =>
    customer.call('listMyReleases', 'GET', `/me/releases${query}`);

  it('sees their own, also that they looked themselves, and nobody else’s', async () => {
    const anna = await Client.of(api, 'anna');
    const mine = (await insure({ email: 'anna@example.com' })).body;
    await anna.call('listMyPolicies', 'GET', '/me/policies');

    const { receipts } = await chained(releasesSeenBy(anna), (all) =>
      all.some(({ operationId }) => operationId === 'listMyPolicies'),
    );

    expect(receipts.every((receipt) => receipt.customerId === mine.customerId)).toBe(true);
    const looked = receipts.find(({ operationId }) => operationId === 'listMyPolicies');
    expect(looked?.basis).toBe('customer');
    expect(looked?.objects).toContainEqual({ policyId: mine.policyId });
    const newest = await releasesSeenBy(anna)('');
    expect(newest.body.data.map(({ seq }: { seq: number }) => seq)).toEqual(
      receipts.map(({ seq }) => seq).reverse(),
    );
  });

  it('whom nobody insures sees none', async () => {
    const { status, body } = await releasesSeenBy(await Client.of(api, 'ben'))('');
    expect([status, body]).toEqual([200, { data: [], next: null, checkpoint: null }]);
  });
});

describe('the list of another', () => {
  it('is for staff who look after customers', async () => {
    const partner = new Customers(await Client.of(api, 'broker'));
    const refused = await partner.releases(customerId);
    expect([refused.status, refused.body.type]).toEqual([403, 'urn:partner-api:problem:insufficient-scope']);
    const unknown = await staff.releases('cus_01KAHJ3M7C9D5F1G7H3J8K2M6N');
    expect(unknown.status).toBe(404);
  });
});
