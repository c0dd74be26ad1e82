import { describe, expect, it } from 'vitest';
import { notified } from '../../test/support/handled-claims.ts';
import { deskOn, given, policyAfter, productWith } from '../../test/support/stacks.ts';
import type { Claim } from '../claims/claim.ts';
import { isRefusal } from '../platform/problem.ts';
import { decideCancellation } from '../policies/cancellation.ts';
import { evolve, type PolicyHistory } from '../policies/policy.ts';
import type { CancellationReason } from '../policies/stack/transaction.ts';
import { blockersIn, mayBeginAgain } from './blockers.ts';

const product = productWith({ retention: { years: 10 } });
const at = (day: string) => `${day}T08:00:00.000Z`;

/** A policy of the year 2027. */
const begun = () => given({ inception: '2027-01-01', net: '1000' });

function expired(): PolicyHistory {
  const data = { policyId: 'pol_1', product: 'motor', expiredOn: '2028-01-01' };
  const about = { version: 2, occurredAt: at('2028-01-01') };
  return evolve(begun(), [{ type: 'policy.expired', data }], about);
}

function cancelled(effectiveDate: string, reason: CancellationReason, on = effectiveDate): PolicyHistory {
  const decision = decideCancellation(begun(), { effectiveDate, reason }, product, deskOn(at(on)));
  if (isRefusal(decision)) throw new Error(decision.refusal);
  return policyAfter(begun(), decision.booked, at(on));
}

const midYear = () => cancelled('2027-06-01', 'customer-request');
const early = () => cancelled('2027-06-01', 'customer-request', '2027-05-01');
const neverBegun = () => cancelled('2027-01-01', 'not-taken-up', '2026-12-20');
const lapsed = () => cancelled('2027-06-01', 'non-payment');

/** What a policy holds an erasure up by that has these claims. */
const blockersOf = (policy: PolicyHistory, today: string, ...claims: Claim[]) =>
  blockersIn({ policy, claims }, product, today.length === 10 ? at(today) : today);

describe('a policy holds up an erasure', () => {
  it.each([
    ['before its cover begins', begun(), '2026-12-01', 'policy-in-force', null],
    ['while it is in force', begun(), '2027-06-01', 'policy-in-force', null],
    ['on a day when its renewal is overdue', begun(), '2028-01-05', 'policy-in-force', null],
    ['until its cancellation takes effect', early(), '2027-05-31', 'policy-in-force', '2027-06-01'],
    ['for years after its cancellation', early(), '2027-06-01', 'retention', '2037-06-01'],
    ['to the last day of those years', midYear(), '2037-05-31', 'retention', '2037-06-01'],
    ['after it lapsed', lapsed(), '2030-01-01', 'retention', '2037-06-01'],
    ['after it expired', expired(), '2028-01-01', 'retention', '2038-01-01'],
    ['though it never gave cover', neverBegun(), '2027-01-01', 'retention', '2037-01-01'],
    ['though it never will', neverBegun(), '2026-12-21', 'retention', '2037-01-01'],
  ] as const)('%s', (_when, policy, today, code, until) => {
    expect(blockersOf(policy, today)).toEqual([{ code, policyId: policy.policyId, until }]);
  });
});

describe('a policy holds up no erasure', () => {
  it.each([
    ['once its years are over', midYear(), '2037-06-01'],
    ['once those of one that expired are', expired(), '2038-01-01'],
    ['once those of one without cover are', neverBegun(), '2037-01-01'],
  ] as const)('%s', (_when, policy, today) => {
    expect(blockersOf(policy, today)).toEqual([]);
  });

  it('where the product keeps nothing after the end', () => {
    const forgetful = productWith({ retention: { years: 0 } });
    const codes = (policy: PolicyHistory) =>
      blockersIn({ policy, claims: [] }, forgetful, at('2027-06-01')).map(({ code }) => code);
    expect(codes(midYear())).toEqual([]);
    expect(codes(begun())).toEqual(['policy-in-force']);
  });

  it('from midnight in the time zone of the product', () => {
    // In Brussels the first of June begins at ten in the evening, in UTC.
    expect(blockersOf(midYear(), '2037-05-31T21:59:59.999Z')[0]?.code).toBe('retention');
    expect(blockersOf(midYear(), '2037-05-31T22:00:00.000Z')).toEqual([]);
  });
});

describe('a claim holds up an erasure', () => {
  const claim = notified();
  const closed = (day: string): Claim => ({
    ...claim,
    status: 'closed',
    closure: { outcome: 'settled', at: at(day), by: 'handler' },
  });
  const retention = (until: string) => ({ code: 'retention', policyId: 'pol_1', until });
  const open = { code: 'claim-open', policyId: 'pol_1', claimId: claim.claimId, until: null };

  it('while it is open, however long ago cover ended', () => {
    expect(blockersOf(midYear(), '2037-06-01', claim)).toEqual([open]);
    expect(blockersOf(midYear(), '2037-06-01', { ...claim, status: 'reopened' })).toEqual([open]);
  });

  it('beside its policy', () => {
    expect(blockersOf(midYear(), '2027-06-01', claim)).toEqual([open, retention('2037-06-01')]);
  });

  it('for years after it was closed, where that was later than the end of cover', () => {
    expect(blockersOf(midYear(), '2037-06-01', closed('2029-03-15'), closed('2028-01-01'))).toEqual([
      retention('2039-03-15'),
    ]);
    expect(blockersOf(midYear(), '2039-03-15', closed('2029-03-15'))).toEqual([]);
    expect(blockersOf(midYear(), '2037-05-31', closed('2027-03-15'))).toEqual([retention('2037-06-01')]);
  });
});

describe('cover that has ended', () => {
  const backdatable = productWith({ changes: { backdatingDays: 30, quoteValidityDays: 14 } });

  it.each([
    ['in its term', midYear(), '2027-07-01'],
    ['as long as a day of the term may still be named', midYear(), '2028-01-30'],
    ['though it never began', neverBegun(), '2027-01-01'],
    ['after it lapsed', lapsed(), '2027-07-01'],
  ] as const)('may begin again %s', (_when, policy, today) => {
    expect(mayBeginAgain(policy, backdatable, at(today))).toBe(true);
  });

  it.each([
    ['once the term is too long over', midYear(), '2028-01-31'],
    ['once it has expired', expired(), '2028-01-01'],
  ] as const)('does not begin again %s', (_when, policy, today) => {
    expect(mayBeginAgain(policy, backdatable, at(today))).toBe(false);
  });
});
