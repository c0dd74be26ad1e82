import { describe, expect, it } from 'vitest';
import { policiesInWords, policyDetail, policyName } from './page/policy.js';

const policy = (policyId: string, plate?: string) => ({ policyId, product: 'motor', vehicle: { plate } });

describe('a policy', () => {
  it('is called by its product and vehicle', () => {
    expect(policyName(policy('pol_1', '1ABC234'))).toBe('Motor insurance for 1ABC234');
    expect(policyName(policy('pol_1'))).toBe('Motor insurance');
    expect(policyName({ ...policy('pol_1'), product: 'travel' })).toBe('travel');
  });

  it('is told from another by its number and standing', () => {
    const term = { start: '2026-12-01', end: '2027-12-01' };
    expect(policyDetail({ policyNumber: 'P-1', status: 'in-force', term })).toBe(
      'P-1, in force until 1 December 2027',
    );
    expect(policyDetail({ policyNumber: 'P-1', status: 'lapsed', term })).toBe('P-1, lapsed');
  });
});

describe('policies of a consent', () => {
  const all = ['1', '2', '3', '4'].map((number) => policy(`pol_${number}`, `PLATE${number}`));
  const objects = (...numbers: number[]) => numbers.map((number) => ({ policyId: `pol_${number}` }));

  it.each([
    [undefined, 'All your policies'],
    [objects(2), 'Motor insurance for PLATE2'],
    [objects(1, 2), 'Motor insurance for PLATE1, Motor insurance for PLATE2'],
    [objects(1, 2, 3, 4), '4 policies'],
    [objects(9), '1 policy'],
  ])('%o are %s', (named, words) => {
    expect(policiesInWords(named, all)).toBe(words);
  });
});
