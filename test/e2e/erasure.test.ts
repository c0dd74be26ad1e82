import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChainedReceipt } from '../../functions/releases/receipt.ts';
import { type RunningApi, startApi } from '../support/api.ts';
import { Client, type Reply } from '../support/client.ts';
import { Consents, MyConsents } from '../support/consents.ts';
import { Customers, chained, flawOf } from '../support/customers.ts';
import {
  type Ended,
  insureAndEnd,
  NEIGHBOUR,
  VALUES,
  VALUES_OF_POLICIES,
} from '../support/erased-customer.ts';
import { eventually } from '../support/events.ts';
import { openVault } from '../support/opened-vault.ts';
import { fresh, Policies, valuedRequest } from '../support/policies.ts';
import { readableIn } from '../support/readable.ts';
import { readTables } from '../support/sqlite-tables.ts';

const COVERED = '2026-12-01T09:00:00Z';
/** More than ten years after cover ended. */
const FORGETTABLE = '2038-06-01T09:00:00Z';
const MINUTES_LATER = '2038-06-01T09:15:00Z';
const SOON_AFTER = '2038-06-01T09:30:00Z';
const DAY_MS = 86_400_000;

let api: RunningApi;
let client: Client;
let broker: Policies;
let reader: Consents;
let anna: Client;
let staff: Customers;

/** Starts, or starts again on the same data, at another time. */
async function at(now: string): Promise<void> {
  const dataDir = api?.dataDir;
  await api?.stop();
  api = await startApi({ env: { NOW: now }, ...(dataDir && { dataDir }) });
  client = await Client.of(api, 'broker');
  broker = new Policies(client);
  reader = new Consents(await Client.of(api, 'reader'));
  anna = await Client.of(api, 'anna');
  staff = await Customers.of(api);
}
afterAll(() => api?.stop());

/** What money and books say of the customer. */
async function booksOf({ policyIds, quoteIds }: Ended) {
  const stacks = await Promise.all(policyIds.map((policyId) => broker.transactions(policyId)));
  const replays = await Promise.all(quoteIds.map((quoteId) => client.replayQuote(quoteId)));
  return {
    stacks: stacks.map(({ body }) => body.data),
    premiums: stacks.map(({ body }) => premiumOf(body.data)),
    replays: replays.map(({ body }) => body),
    listed: (await broker.list()).body.data,
  };
}

/** What all transactions of a policy move, in cents. */
function premiumOf(stack: { premiumMovement: { gross: { amount: string } } }[]): number {
  return stack.reduce(
    (sum, { premiumMovement }) => sum + Math.round(Number(premiumMovement.gross.amount) * 100),
    0,
  );
}

/** The rows of a table of the database, which must be at rest. */
function rowsOf(table: string): string[] {
  const tables = [...readTables(join(api.dataDir, 'dynamodb.sqlite'))];
  const [, rows = '[]'] =
    tables.find(([name]) => new RegExp(`^local-data-${table}[0-9A-F]{8}$`).test(name)) ?? [];
  return JSON.parse(rows).map((row: unknown) => JSON.stringify(row));
}

const releasesOf = (customerId: string) => (query: string) => staff.releases(customerId, query);
const policyIdsOf = ({ body }: Reply) => body.data.map(({ policyId }: { policyId: string }) => policyId);
const myPolicies = () => anna.call('listMyPolicies', 'GET', '/me/policies');

let ended: Ended;
let books: Awaited<ReturnType<typeof booksOf>>;
let ledger: string[];
let receipts: ChainedReceipt[];
let consentId: string;
let erasure: Reply;
const key = fresh();

beforeAll(async () => {
  await at(COVERED);
  ended = await insureAndEnd(api);
  await at(FORGETTABLE);
}, 120_000);

describe('before a customer is erased', () => {
  it('what is known of them is read by who may', async () => {
    const [policyId = ''] = ended.policyIds;
    expect((await broker.get(policyId)).body.policyholder.email).toBe('anna@example.com');
    expect(policyIdsOf(await myPolicies())).toEqual(ended.policyIds.toReversed());
    const customer = new MyConsents(anna);
    const purpose = 'A comparison of your covers.';
    const expiresAt = new Date(Date.parse(FORGETTABLE) + 30 * DAY_MS).toISOString();
    consentId = await reader.ask({ permissions: ['POLICY_READ', 'IDENTITY_READ'], purpose, expiresAt });
    expect((await customer.authorise(consentId, policyId)).status).toBe(200);
    const exported = await staff.export(ended.customerId);
    for (const value of VALUES_OF_POLICIES) expect(JSON.stringify(exported.body), value).toContain(value);
    books = await booksOf(ended);
    ({ receipts } = await chained(releasesOf(ended.customerId), (all) =>
      all.some(({ operationId }) => operationId === 'exportCustomer'),
    ));
  });

  it('nothing stands in the way once everything was kept for as long as it has to be', async () => {
    const { status, body } = await staff.preview(ended.customerId);
    const { customerId } = ended;
    expect([status, body]).toEqual([202, { customerId, status: 'preview', blockers: [] }]);
  });

  it('nothing of it can be read in the data directory, where a leak would be found', async () => {
    await api.stop();
    expect(readableIn(api.dataDir, VALUES)).toEqual([]);
    const opened = openVault(api.dataDir);
    for (const value of VALUES_OF_POLICIES) expect(opened, value).toContain(value);
    ledger = rowsOf('Ledger');
    const leak = join(api.dataDir, 'leak');
    for (const value of VALUES) {
      appendFileSync(leak, Buffer.from(`{"said":${JSON.stringify(value)}}`).toString('base64'));
      expect(readableIn(api.dataDir, VALUES), value).toEqual([value]);
      rmSync(leak);
    }
    await at(MINUTES_LATER);
  });
});

describe('the erasure of a customer', () => {
  it('runs once it is asked for', async () => {
    erasure = await staff.erase(ended.customerId, {}, key);
    expect(erasure.status).toBe(202);
    expect(erasure.body).toMatchObject({ customerId: ended.customerId, status: 'running', blockers: [] });
  });

  it('takes effect at once, for everybody', async () => {
    const [policyId = ''] = ended.policyIds;
    const { status, body } = await broker.get(policyId);
    expect([status, body.policyId]).toEqual([200, policyId]);
    expect(VALUES.filter((value) => JSON.stringify(body).includes(value))).toEqual([]);
    expect((await broker.schedule(policyId)).status).toBe(200);
    expect((await staff.export(ended.customerId)).body.records).toEqual([]);
    expect((await reader.get(consentId)).body).toMatchObject({
      status: 'REVOKED',
      end: { by: 'INSURER', reason: 'erased' },
    });
  });

  it('leaves the login to nobody', async () => {
    expect((await myPolicies()).body.data).toEqual([]);
    expect((await new MyConsents(anna).list()).body.data).toEqual([]);
    const releases = await anna.call('listMyReleases', 'GET', '/me/releases');
    expect(releases.body).toEqual({ data: [], next: null, checkpoint: null });
    const link = await staff.link(ended.customerId, {
      email: 'carla@example.com',
      dateOfBirth: '1980-01-01',
    });
    expect(link.body.type).toMatch(/customer-erased$/);
  });

  it('is done soon after, also when it was interrupted, and says since when it is final', async () => {
    await at(SOON_AFTER);
    const [done] = (
      await eventually(api, (all) => all.some(({ detailType }) => detailType === 'customer.erased'))
    ).filter(({ detailType }) => detailType === 'customer.erased');

    const { body } = await staff.erasure(ended.customerId, erasure.body.erasureId);

    expect(body.status).toBe('done');
    expect(body.result.records).toBeGreaterThan(6);
    expect(done?.detail).toMatchObject({ customerId: ended.customerId, finalAt: body.result.finalAt });
    const days = (Date.parse(body.result.finalAt) - Date.parse(body.requestedAt)) / DAY_MS;
    // The backups of the vault, and what consents say that still wait.
    expect(days).toBeGreaterThanOrEqual(7 + 1 / 24);
    expect(days).toBeLessThan(8);
    expect(body.result.left).toEqual(['login']);
  });

  it('is answered again to the same key, and refused to another', async () => {
    const again = await staff.erase(ended.customerId, {}, key);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body).toMatchObject({ erasureId: erasure.body.erasureId, status: 'done' });
    const other = await staff.erase(ended.customerId);
    expect([other.status, other.body.type]).toEqual([409, 'urn:partner-api:problem:customer-erased']);
  });
});

describe('after a customer was erased', () => {
  it('money, transactions and replays are as before', async () => {
    expect(await booksOf(ended)).toEqual(books);
    expect(books.replays.map(({ same }) => same)).toEqual([true, true]);
    expect(books.stacks.map((stack) => stack.length)).toEqual([3, 2]);
  });

  it('who had seen what can still be proven', async () => {
    const after = await chained(releasesOf(ended.customerId), (all) => all.length >= receipts.length);
    // Whoever was shown what is empty was shown nothing: that left no receipt.
    expect(after.receipts).toEqual(receipts);
    expect(flawOf(after.receipts, after.checkpoint)).toBeUndefined();
  });

  it('others are untouched', async () => {
    expect((await broker.get(ended.neighbour)).body.policyholder.email).toBe(NEIGHBOUR.email);
  });

  it('not one of their values can be read in any table, index or file', async () => {
    await api.stop();
    expect(readableIn(api.dataDir, VALUES)).toEqual([]);
    // Nor with the master secret, which lies there too.
    const opened = openVault(api.dataDir);
    expect(VALUES.filter((value) => opened.includes(value))).toEqual([]);
    const held = ['Vault', 'Keys', 'Identities'].flatMap(rowsOf);
    expect(held.length).toBeGreaterThan(0);
    for (const id of [ended.customerId, ended.changeId, ...ended.quoteIds]) {
      expect(held.filter((row) => row.includes(id))).toEqual([]);
    }
  });

  it('every entry of the ledger is as it was', () => {
    const now = new Set(rowsOf('Ledger'));
    expect(ledger.length).toBeGreaterThan(10);
    expect(ledger.filter((row) => !now.has(row))).toEqual([]);
  });

  it('the same person may come again, as somebody new', async () => {
    await at(SOON_AFTER);
    const again = await broker.bind(valuedRequest('10000.00', FORGETTABLE.slice(0, 10)));
    expect(again.body.customerId).not.toBe(ended.customerId);
    expect((await myPolicies()).body.data).toHaveLength(1);
  });
});
