import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Consent, ConsentEvent, Terms } from '../../functions/consents/consent.ts';
import type { Partner } from '../../functions/partners/partner.ts';
import type { Policy } from '../../functions/policies/policy.ts';
import type { DrivingScore } from '../../functions/scores/score.ts';
import { soon } from '../support/changes.ts';
import { drivingScore } from '../support/driving-books.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { given, productWith } from '../support/stacks.ts';

const DRIVER = { dateOfBirth: '1985-03-02' };
const PERMISSIONS = ['TELEMATICS_SCORE_READ'] as const;
const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
const ORIGIN = {
  ...{ partnerId: 'broker', actor: 'test', operationId: 'test' },
  ...{ requestId: 'test', interactionId: 'test' },
};

let platform: Platform;
let commit: typeof import('../../functions/platform/commit.ts').commit;
let consents: typeof import('../../functions/consents/store.ts');
let scores: typeof import('../../functions/scores/store.ts');
let driverKeyOf: typeof import('../../functions/platform/driver-key.ts').driverKeyOf;
let drivingForRenewal: typeof import('../../functions/policies/renewal-driving.ts').drivingForRenewal;

beforeAll(async () => {
  platform = await startPlatform({
    Consents: {
      variable: 'CONSENTS_TABLE',
      keys: ['consentId'],
      indexes: { customer: ['customerId', 'consentId'] },
    },
    Partners: { variable: 'PARTNERS_TABLE', keys: ['clientId'] },
    Scores: { variable: 'SCORES_TABLE', keys: ['scoreId'] },
    Ledger: { variable: 'LEDGER_TABLE', keys: ['aggregateId', 'version'] },
  });
  consents = await import('../../functions/consents/store.ts');
  scores = await import('../../functions/scores/store.ts');
  const { savePartner } = await import('../../functions/partners/registry.ts');
  await savePartner(registered('broker', PERMISSIONS));
  await savePartner(registered('former', ['POLICY_READ']));
  ({ commit } = await import('../../functions/platform/commit.ts'));
  ({ driverKeyOf } = await import('../../functions/platform/driver-key.ts'));
  ({ drivingForRenewal } = await import('../../functions/policies/renewal-driving.ts'));
});
afterAll(() => platform.close());

/** A client of the broker's that may ask for these permissions. */
function registered(clientId: string, permissions: readonly string[]): Partner {
  return {
    ...{ clientId, partnerId: 'broker', name: 'Broker', kind: 'partner', tier: 'standard' },
    ...{ apiKey: 'key', scopes: [], permissions, redirectUris: [] },
  };
}

let made = 0;

/** A policy of a customer of its own, whose driver has driven enough. */
async function drivenPolicy(instead: Partial<DrivingScore> = {}): Promise<Policy> {
  const number = String(++made).padStart(26, '0');
  const [policyId, customerId] = [`pol_${number}`, `cus_${number}`];
  const driverKey = await driverKeyOf(policyId, DRIVER.dateOfBirth);
  const workedOut = drivingScore({ policyId, driverKey, enoughUntil: inDays(30), ...instead });
  const { change } = scores.changeOfScore(undefined, workedOut, { occurredAt: inDays(0), origin: ORIGIN });
  await commit({ changes: [change] }, soon());
  return { ...given({ inception: '2027-01-01', net: '1000' }), policyId, customerId };
}

/** The consent of a policy's customer to its partner, or to what is said instead. */
function consented(
  { policyId, customerId }: Policy,
  instead: Partial<Terms & Consent> = {},
): Promise<Consent> {
  const terms = {
    ...{ consentId: `con_${String(++made).padStart(26, '0')}`, oneShot: false, permissions: PERMISSIONS },
    ...{ partnerId: 'broker', clientId: 'broker', partnerName: 'Broker', purpose: 'To price.' },
    ...{ createdAt: inDays(-1), authoriseBy: inDays(-1), expiresAt: inDays(30) },
  };
  const grant = { customerId, objects: [{ policyId }], authorisedAt: inDays(-1) };
  return save(undefined, { type: 'consent.authorised', data: { ...terms, ...grant, ...instead } });
}

async function save(before: Consent | undefined, event: ConsentEvent): Promise<Consent> {
  const { consent, change } = consents.changeOfConsent(before, event, {
    occurredAt: inDays(0),
    origin: ORIGIN,
  });
  expect(await commit({ changes: [change] }, soon())).toBe('committed');
  return consent;
}

const drivingOf = (policy: Policy, driver = DRIVER) =>
  drivingForRenewal(policy, driver, productWith(), inDays(0));

describe('how the driver of a policy drives', () => {
  it('prices its next term where the customer lets its partner see it', async () => {
    const policy = await drivenPolicy();
    for (let number = 0; number < 101; number++) await consented(policy, { permissions: ['POLICY_READ'] });
    await consented(policy);
    for (let number = 0; number < 3; number++) await consented(policy, { partnerId: 'reader' });

    expect(await drivingOf(policy)).toMatchObject({
      driving: { policyId: policy.policyId, score: 95, factor: '0.8561329553889' },
      conditions: [expect.anything()],
    });
  });

  it.each<[string, Partial<Terms & Consent>]>([
    ['another partner', { partnerId: 'reader' }],
    ['something else', { permissions: ['POLICY_READ'] }],
    ['another policy', { objects: [{ policyId: 'pol_other' }] }],
    ['a time that is up', { expiresAt: inDays(-0.5) }],
    ['a single use', { oneShot: true }],
    ['a client that may not ask for it any more', { clientId: 'former' }],
    ['a client that is not registered any more', { clientId: 'gone' }],
  ])('does not where the consent is for %s', async (_whom, instead) => {
    const policy = await drivenPolicy();
    await consented(policy, instead);

    expect(await drivingOf(policy)).toBeUndefined();
  });

  it('does not where the consent rests', async () => {
    const policy = await drivenPolicy();
    const consent = await consented(policy);
    await save(consent, {
      type: 'consent.suspended',
      data: { ...consent, suspensions: [{ from: inDays(0) }] },
    });

    expect(await drivingOf(policy)).toBeUndefined();
  });

  it('does not where another drives by now, or too little was driven', async () => {
    const policy = await drivenPolicy();
    const little = await drivenPolicy({ enoughUntil: inDays(-1) });
    await Promise.all([consented(policy), consented(little)]);

    expect(await drivingOf(policy, { dateOfBirth: '1990-07-14' })).toBeUndefined();
    expect(await drivingOf(little)).toBeUndefined();
  });
});

it('a price that relies on a consent is not committed once that has ended', async () => {
  const policy = await drivenPolicy();
  const consent = await consented(policy);
  const driven = await drivingOf(policy);
  const end = { by: 'USER' as const, reason: 'withdrawn', at: inDays(0) };
  await save(consent, { type: 'consent.revoked', data: { ...consent, end } });
  const { change } = scores.changeOfScore(undefined, drivingScore({ policyId: 'pol_relying' }), {
    occurredAt: inDays(0),
    origin: ORIGIN,
  });

  expect(await commit({ changes: [change], conditions: driven?.conditions ?? [] }, soon())).toBe(
    'condition-failed',
  );
});
