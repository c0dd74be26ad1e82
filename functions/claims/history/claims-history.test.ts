import { describe, expect, it } from 'vitest';
import { approving, paying } from '../../../test/support/claim-acts.ts';
import { handled, liabilityCover, notified } from '../../../test/support/handled-claims.ts';
import { POLICYHOLDER, RATED_VEHICLE, VEHICLE } from '../../../test/support/policies.ts';
import { deskOn, given, policyAfter, productWith } from '../../../test/support/stacks.ts';
import { isRefusal } from '../../platform/problem.ts';
import { decideCancellation } from '../../policies/cancellation.ts';
import type { PolicyHistory } from '../../policies/policy.ts';
import type { Claim } from '../claim.ts';
import { claimsHistoryOf, type PolicyRecord } from './claims-history.ts';

const motor = productWith();
const occasion = { insurer: 'Example Insurance', at: '2026-11-21T23:30:00.000Z' };

const { address, ...policyholder } = POLICYHOLDER;
const personal = { policyholder, address, vehicle: { ...RATED_VEHICLE, ...VEHICLE } };

const record = (instead: Partial<PolicyRecord> = {}): PolicyRecord => ({
  policy: given({ inception: '2026-01-01', net: '500' }),
  product: motor,
  personal,
  claims: [],
  ...instead,
});

function withdrawn(policy: PolicyHistory): PolicyHistory {
  const request = { effectiveDate: policy.inception, reason: 'not-taken-up' } as const;
  const decision = decideCancellation(policy, request, motor, deskOn('2025-12-30T08:00:00.000Z'));
  if (isRefusal(decision)) throw new Error(decision.refusal);
  return policyAfter(policy, decision.booked, '2025-12-30T08:00:00.000Z');
}

const claimOf = (occurredOn: string, claimId = 'clm_1'): Claim => ({
  ...notified(liabilityCover()),
  occurredOn,
  claimId,
});

describe('a claims history', () => {
  it('states who was insured, of which vehicle, since when and on which level', () => {
    expect(claimsHistoryOf([record()], occasion)).toEqual({
      insurer: 'Example Insurance',
      // 23:30 in UTC is the next day in Brussels.
      statedOn: '2026-11-22',
      policyholder: {
        givenName: 'Anna',
        familyName: 'Peeters',
        dateOfBirth: '1985-03-02',
        address: personal.address,
      },
      policies: [
        {
          policyId: 'pol_1',
          policyNumber: 'P26-0000-0000-0000',
          product: 'motor',
          productName: 'Motor third-party liability',
          vehicle: { vin: 'WVWZZZ1JZXW000001', plate: '1ABC234' },
          periods: [{ from: '2026-01-01' }],
          bonusMalusLevel: 5,
          claimsSince: '2021-11-22',
          claims: [],
        },
      ],
    });
  });

  it('tells of the claims of as many years as the product says, newest loss first', () => {
    const claims = ['2026-02-01', '2021-11-21', '2026-03-01', '2021-11-22'].map((day) => claimOf(day));
    const daysIn = (product: PolicyRecord['product']) =>
      claimsHistoryOf([record({ claims, product })], occasion).policies[0]?.claims.map(
        ({ occurredOn }) => occurredOn,
      );
    expect(daysIn(motor)).toEqual(['2026-03-01', '2026-02-01', '2021-11-22']);
    expect(daysIn({ ...motor, claimsHistory: { years: 6 } })).toHaveLength(4);
    expect(daysIn({ ...motor, claimsHistory: { years: 1 } })).toHaveLength(2);
  });

  it('tells of two losses on one day, the one notified last first', () => {
    const claims = [claimOf('2026-02-01', 'clm_1'), claimOf('2026-02-01', 'clm_2')];
    const [policy] = claimsHistoryOf([record({ claims })], occasion).policies;
    expect(policy?.claims.map(({ claimId }) => claimId)).toEqual(['clm_2', 'clm_1']);
  });

  it('tells of each claim under its policy', () => {
    const paid = handled(notified(liabilityCover()), approving('1000.00', { share: 40 }), paying('400.00'));
    const { policies } = claimsHistoryOf([record(), record({ claims: [paid] })], occasion);
    expect(policies.map(({ claims }) => claims.map(({ fault }) => fault))).toEqual([[], ['at-fault']]);
  });

  it('names no level where the product has no scale', () => {
    const [policy] = claimsHistoryOf([record({ product: productWith({}, 'own-damage') })], occasion).policies;
    expect(policy).not.toHaveProperty('bonusMalusLevel');
  });

  it('leaves out what never was covered: not yet, or not taken up', () => {
    const pending = given({ inception: '2027-01-01', net: '500' });
    const policies = [pending, withdrawn(given({ inception: '2026-01-01', net: '500' }))];
    const records = policies.map((policy) => record({ policy }));
    expect(claimsHistoryOf(records, occasion)).toEqual({
      insurer: 'Example Insurance',
      statedOn: '2026-11-22',
      policies: [],
    });
  });

  it('of nobody is empty', () => {
    expect(claimsHistoryOf([], occasion)).toEqual({
      insurer: 'Example Insurance',
      statedOn: '2026-11-21',
      policies: [],
    });
  });
});
