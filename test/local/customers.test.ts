import { type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Customer, CustomerEvent } from '../../functions/customers/customer.ts';
import type { Registration } from '../../functions/customers/registration-store.ts';
import type { CustomerChange } from '../../functions/customers/store.ts';
import type { Change } from '../../functions/platform/commit.ts';
import { countOne } from '../../functions/platform/kept-key.ts';
import { CHANGED_TABLES, changeOf, soon } from '../support/changes.ts';
import { type Platform, startPlatform, VAULT_TABLES } from '../support/platform.ts';

let platform: Platform;
let client: DynamoDBClient;
let store: typeof import('../../functions/customers/store.ts');
let registrations: typeof import('../../functions/customers/registration-store.ts');
let keys: typeof import('../../functions/platform/subject-key.ts');
let commit: typeof import('../../functions/platform/commit.ts').commit;
let anna: { email: string; dateOfBirth: string };

const { origin } = changeOf('');
const about = { occurredAt: '2026-11-21T09:00:00.000Z', origin };

beforeAll(async () => {
  platform = await startPlatform({
    ...VAULT_TABLES,
    Ledger: CHANGED_TABLES.Ledger,
    Policies: CHANGED_TABLES.Policies,
    Customers: {
      variable: 'CUSTOMERS_TABLE',
      keys: ['customerId'],
      indexes: { due: ['dueKey', 'dueAt'] },
    },
    Identities: { variable: 'IDENTITIES_TABLE', keys: ['identityKey'] },
  });
  client = platform.client;
  store = await import('../../functions/customers/store.ts');
  registrations = await import('../../functions/customers/registration-store.ts');
  keys = await import('../../functions/platform/subject-key.ts');
  ({ commit } = await import('../../functions/platform/commit.ts'));
});
beforeEach(() => {
  anna = { email: `anna.${crypto.randomUUID()}@example.com`, dateOfBirth: '1985-03-02' };
});
afterAll(() => platform.close());

const register = (identity = anna) => registrations.findOrRegister(identity, about);

/** Issues a policy to whoever was found or made. */
function issue({ changes, records }: Registration) {
  const policyId = `pol_${crypto.randomUUID()}`;
  const state = { table: 'Policies', key: 'policyId', doc: {}, indexes: {} };
  const policy: Change = changeOf(policyId, { state, records });
  return commit({ changes: [policy, ...changes] }, soon());
}

/** A customer with one policy. */
async function customerOf(identity = anna): Promise<Customer> {
  const registration = await register(identity);
  expect(await issue(registration)).toBe('committed');
  return found(registration.key.subjectId);
}

async function found(customerId: string): Promise<Customer> {
  const customer = await store.findCustomer(customerId);
  if (!customer) throw new Error('there is no such customer');
  return customer;
}

function happen(before: Customer, event: CustomerEvent, more: Partial<CustomerChange> = {}) {
  const { change } = store.changeOfCustomer(before, event, { ...about, ...more });
  return commit({ changes: [change] }, soon());
}

const erasure = ({ customerId }: Customer): CustomerEvent => ({
  type: 'customer.erasure-requested',
  data: { customerId, erasureId: 'era_1', requestedBy: 'staff' },
});

const whoIs = async (identity: typeof anna) =>
  store.findCustomerIdByIdentity(await store.identityKeyOf(identity));

describe('whoever a policy is issued to', () => {
  test('becomes a customer with the policy, and is found by e-mail and birth date', async () => {
    expect(await whoIs(anna)).toBeUndefined();
    const { customerId, ...customer } = await customerOf();
    expect(customer).toMatchObject({ version: 1, restricted: false, createdAt: about.occurredAt });
    expect(await whoIs({ ...anna, email: ` ${anna.email.toUpperCase()}` })).toBe(customerId);
    expect(await whoIs({ ...anna, dateOfBirth: '1985-03-03' })).toBeUndefined();
  });

  test('is the same customer with the next policy, and has the same key', async () => {
    const first = await register();
    await issue(first);
    const second = await register();
    expect(second.key.subjectId).toBe(first.key.subjectId);
    expect(second.key.secret.equals(first.key.secret)).toBe(true);
    expect(second.changes).toEqual([]);
    expect(await issue(second)).toBe('committed');
  });

  test('is one customer where two policies are issued at the same time: one of them begins anew', async () => {
    const both = await Promise.all([register(), register()]);
    const before = await platform.count();
    const outcomes = await Promise.all(both.map(issue));
    expect(outcomes.sort()).toEqual(['committed', 'version-conflict']);
    // Policy, customer, their two entries of the ledger, identity and key.
    expect((await platform.count()) - before).toBe(6);
    expect(await issue(await register())).toBe('committed');
  });

  test('is restricted where they were', async () => {
    const customer = await customerOf();
    const { customerId } = customer;
    expect(await happen(customer, { type: 'customer.restricted', data: { customerId } })).toBe('committed');
    expect((await register()).restricted).toBe(true);
    const restricted = await found(customerId);
    await happen(restricted, { type: 'customer.unrestricted', data: { customerId } });
    expect((await register()).restricted).toBe(false);
  });
});

describe('an identity', () => {
  const link = async (customer: Customer, identity: typeof anna) =>
    happen(
      customer,
      { type: 'customer.linked', data: { customerId: customer.customerId } },
      { identityKey: await store.identityKeyOf(identity) },
    );

  test('is linked to a customer', async () => {
    const customer = await customerOf();
    const other = { ...anna, email: `a.${anna.email}` };
    expect(await link(customer, other)).toBe('committed');
    expect(await whoIs(other)).toBe(customer.customerId);
    expect(await whoIs(anna)).toBe(customer.customerId);
    // Linked again, it stays what it is.
    expect(await link(await found(customer.customerId), other)).toBe('committed');
    expect((await found(customer.customerId)).identityKeys).toHaveLength(2);
  });

  test('that is another customer’s is not', async () => {
    const ben = { email: `ben.${anna.email}`, dateOfBirth: '1990-07-14' };
    const [customer, other] = [await customerOf(), await customerOf(ben)];
    expect(await link(customer, ben)).toBe('version-conflict');
    expect(await whoIs(ben)).toBe(other.customerId);
  });

  test('is in no ledger entry, and in no table as it was said', async () => {
    const { customerId } = await customerOf();
    const key = await store.identityKeyOf(anna);
    const textOf = async (table: string) => {
      const { Items: items = [] } = await client.send(new ScanCommand({ TableName: table }));
      return JSON.stringify(items);
    };
    const ledger = await textOf('Ledger');
    expect(ledger).toContain(customerId);
    expect(ledger).not.toContain(key);
    for (const table of ['Customers', 'Identities']) {
      const text = await textOf(table);
      expect(text).toContain(key);
      expect(text).not.toContain(anna.email);
      expect(text).not.toContain(anna.dateOfBirth);
    }
  });
});

describe('an erasure', () => {
  const dueOnes = async () => {
    const pages = store.listDueErasures('2027-01-01T00:00:00.000Z', 100);
    const ids: string[] = [];
    for await (const page of pages) ids.push(...page.map(({ id }) => id));
    return ids;
  };

  test('destroys the key and releases every identity at once, and is due until it is done', async () => {
    const customer = await customerOf();
    const { customerId } = customer;
    expect(await happen(customer, erasure(customer), { holdings: { policies: 1, claims: 0 } })).toBe(
      'committed',
    );
    expect(await keys.readKey(customerId)).toBeUndefined();
    expect(await whoIs(anna)).toBeUndefined();
    expect(await dueOnes()).toContain(customerId);
    const done = { customerId, erasureId: 'era_1', records: 0, finalAt: '2026-11-22T09:00:00.000Z' };
    await happen(await found(customerId), { type: 'customer.erased', data: done });
    expect(await dueOnes()).not.toContain(customerId);
    expect(await found(customerId)).toMatchObject({ identityKeys: [], erasure: { status: 'done' } });
  });

  test('leaves the person free to become a customer again, another one', async () => {
    const customer = await customerOf();
    await happen(customer, erasure(customer), { holdings: { policies: 1, claims: 0 } });
    expect((await customerOf()).customerId).not.toBe(customer.customerId);
  });

  test('fails where a policy was issued since it was decided on, and a policy where it came first', async () => {
    const customer = await customerOf();
    await issue(await register());
    expect(await happen(customer, erasure(customer), { holdings: { policies: 1, claims: 0 } })).toBe(
      'version-conflict',
    );
    const late = await register();
    expect(await happen(customer, erasure(customer), { holdings: { policies: 2, claims: 0 } })).toBe(
      'committed',
    );
    expect(await issue(late)).toBe('version-conflict');
  });

  test('fails where a claim was notified since it was decided on, and a claim where it came first', async () => {
    const customer = await customerOf();
    const { customerId } = customer;
    const state = { table: 'Policies', key: 'policyId', doc: {}, indexes: {} };
    const records = [countOne('claims', customerId)];
    const notify = () =>
      commit({ changes: [changeOf(`clm_${crypto.randomUUID()}`, { state, records })] }, soon());
    expect(await notify()).toBe('committed');
    const none = { holdings: { policies: 1, claims: 0 } };
    expect(await happen(customer, erasure(customer), none)).toBe('version-conflict');
    const one = { holdings: { policies: 1, claims: 1 } };
    expect(await happen(customer, erasure(customer), one)).toBe('committed');
    expect(await notify()).toBe('version-conflict');
  });

  test('is never decided without knowing the policies', async () => {
    const customer = await customerOf();
    expect(() => store.changeOfCustomer(customer, erasure(customer), about)).toThrow(
      'what policies and claims there are',
    );
  });
});
