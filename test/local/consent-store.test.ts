import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Consent, ConsentEvent } from '../../functions/consents/consent.ts';
import { requestTo } from '../support/calls.ts';
import { soon } from '../support/changes.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

const CUSTOMER = 'cus_01KAHJ3M7C9D5F1G7H3J8K2M6N';
const DAY_MS = 86_400_000;
const ORIGIN = {
  partnerId: 'reader',
  actor: 'test',
  operationId: 'test',
  requestId: 'test',
  interactionId: 'test',
};

let platform: Platform;
let store: typeof import('../../functions/consents/store.ts');
let commit: typeof import('../../functions/platform/commit.ts').commit;
let commitFor: typeof import('../../functions/middleware/commit.ts').commitFor;
let consentsOf: typeof import('../../functions/rights/holdings.ts').consentsOf;

beforeAll(async () => {
  platform = await startPlatform({
    Consents: {
      variable: 'CONSENTS_TABLE',
      keys: ['consentId'],
      indexes: { listing: ['listingKey', 'consentId'], customer: ['customerId', 'consentId'] },
    },
    Ledger: { variable: 'LEDGER_TABLE', keys: ['aggregateId', 'version'] },
    Idempotency: { variable: 'IDEMPOTENCY_TABLE', keys: ['requestKey'] },
  });
  store = await import('../../functions/consents/store.ts');
  ({ commit } = await import('../../functions/platform/commit.ts'));
  ({ commitFor } = await import('../../functions/middleware/commit.ts'));
  ({ consentsOf } = await import('../../functions/rights/holdings.ts'));
});
afterAll(async () => {
  vi.useRealTimers();
  await platform.close();
});

const ago = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();
let count = 0;

/** A consent that was given so many days ago, for a year, and withdrawn some days later if it was. */
async function given(days: number, withdrawnAfter?: number): Promise<Consent> {
  const at = ago(days);
  const consentId = `con_${String(9_999 - days).padStart(6, '0')}${String(count++).padStart(20, '0')}`;
  const terms = {
    consentId,
    ...{
      partnerId: 'reader',
      clientId: 'reader',
      partnerName: 'Reader',
      purpose: 'To compare',
      oneShot: false,
    },
    permissions: ['POLICY_READ' as const],
    ...{ createdAt: at, authoriseBy: at, expiresAt: ago(days - 365) },
  };
  const grant = { customerId: CUSTOMER, objects: [{ policyId: 'pol_1' }], authorisedAt: at };
  const consent = await save(undefined, { type: 'consent.authorised', data: { ...terms, ...grant } });
  if (withdrawnAfter === undefined) return consent;
  const end = { by: 'USER' as const, reason: 'withdrawn', at: ago(days - withdrawnAfter) };
  return save(consent, { type: 'consent.revoked', data: { ...consent, end } });
}

async function save(before: Consent | undefined, event: ConsentEvent): Promise<Consent> {
  const { consent, change } = store.changeOfConsent(before, event, { occurredAt: ago(0), origin: ORIGIN });
  expect(await commit({ changes: [change] }, soon())).toBe('committed');
  return consent;
}

it('a list goes on behind consents that are forgotten but not yet deleted', async () => {
  // Withdrawn long after it was given, so that it is kept, and lies behind others that no longer are.
  const kept = await given(800, 364);
  for (let number = 0; number < 101; number++) await given(735, 1);

  const page = await store.findConsentsOfCustomer(CUSTOMER, undefined, 25);
  expect(page.consents).toEqual([]);
  expect(page.next).toBeDefined();
  const all = await consentsOf(CUSTOMER, ago(0));
  expect(all.map(({ consentId }) => consentId)).toEqual([kept.consentId]);
});

/** A change that makes something of this id, whatever it is. */
const making = (aggregateId: string) => ({
  aggregateId,
  expectedVersion: 0,
  occurredAt: ago(0),
  events: [],
  origin: ORIGIN,
  state: { table: 'Consents', key: 'consentId', doc: {}, indexes: {} },
});

it('a call commits nothing by a consent that was withdrawn since it was read, and is told so', async () => {
  const consent = await given(1);
  const { call } = requestTo('registerDevice').context;
  const relying = { ...call, consent: { consent }, deadline: soon() };
  expect(await commitFor(relying, [making('con_before_withdrawal')])).toBe('committed');

  const end = { by: 'USER' as const, reason: 'withdrawn', at: ago(0) };
  await save(consent, { type: 'consent.revoked', data: { ...consent, end } });

  const late = commitFor(relying, [making('con_after_withdrawal')]);
  await expect(late).rejects.toThrow(expect.objectContaining({ code: 'consent-not-live' }));
  expect(await store.findConsent('con_after_withdrawal')).toBeUndefined();
});

it('what relies on a consent is not committed once its time is up', async () => {
  const consent = await given(365 - 1);
  const relying = (aggregateId: string) => ({
    changes: [making(aggregateId)] as const,
    conditions: [store.liveCondition(consent)],
  });
  expect(await commit(relying('con_before'), soon())).toBe('committed');
  vi.useFakeTimers({ now: Date.parse(consent.expiresAt), toFake: ['Date'] });
  expect(await commit(relying('con_after'), soon())).toBe('condition-failed');
});
