import { describe, expect, it } from 'vitest';
import { damageCover, eur, liabilityCover } from '../../../test/support/handled-claims.ts';
import { settle } from './settlement.ts';

/** What own damage pays for a loss. */
function damage(
  loss: string,
  terms: { deductibles?: string[]; limit?: string | null; coinsurance?: string },
) {
  const { deductibles = ['500.00'], limit = '10000.00', coinsurance = '1' } = terms;
  const cover = damageCover({
    deductibles: deductibles.map(eur),
    limit: limit === null ? null : eur(limit),
    coinsurance,
  });
  return settle(eur(loss), cover).payable.amount;
}

describe('own damage', () => {
  it('takes the deductible before the limit', () => {
    expect(damage('12000.00', {})).toBe('10000.00');
  });

  it.each([
    ['a loss below the deductible', '499.99', {}, '0.00'],
    ['a loss of the deductible', '500.00', {}, '0.00'],
    ['a loss above the deductible by a cent', '500.01', {}, '0.01'],
    ['no loss', '0.00', {}, '0.00'],
    ['a loss of the limit', '10000.00', {}, '9500.00'],
    ['a loss that reaches the limit to the cent', '10500.00', {}, '10000.00'],
    ['a loss just below that', '10499.99', {}, '9999.99'],
    ['no limit', '12000.00', { limit: null }, '11500.00'],
    ['no deductible', '1200.00', { deductibles: [] }, '1200.00'],
    [
      'several deductibles, the highest once',
      '2000.00',
      { deductibles: ['250.00', '500.00', '100.00'] },
      '1500.00',
    ],
    ['coinsurance, before the deductible', '2000.00', { coinsurance: '0.9' }, '1300.00'],
    ['coinsurance, before the limit', '12000.00', { coinsurance: '0.9' }, '10000.00'],
    ['coinsurance, rounded half up at the end', '1000.05', { coinsurance: '0.9' }, '400.05'],
    ['a half cent', '1000.10', { coinsurance: '0.85', deductibles: [] }, '850.09'],
    ['less than half a cent', '1000.01', { coinsurance: '0.9', deductibles: [] }, '900.01'],
  ])('%s: %s pays', (_what, loss, terms, payable) => {
    expect(damage(loss, terms)).toBe(payable);
  });

  it('shows each step', () => {
    const settlement = settle(eur('12000.00'), damageCover({ coinsurance: '0.9' }));

    expect(settlement).toEqual({
      loss: eur('12000.00'),
      coinsurance: '0.9',
      deductible: eur('500.00'),
      limit: eur('10000.00'),
      payable: eur('10000.00'),
    });
  });
});

describe('liability', () => {
  it('pays a third party all of an unlimited loss, without deductible', () => {
    const settlement = settle(eur('1234567.89'), liabilityCover({ deductibles: [eur('500.00')] }));

    expect(settlement).toEqual({
      loss: eur('1234567.89'),
      liabilityPercent: 100,
      limit: null,
      payable: eur('1234567.89'),
    });
  });

  it.each([
    [50, '1000.01', '500.01'],
    [33, '100.00', '33.00'],
    [1, '0.49', '0.00'],
    [1, '0.50', '0.01'],
    [0, '1000.00', '0.00'],
  ])('of a share of %i percent of %s pays %s', (share, loss, payable) => {
    expect(settle(eur(loss), liabilityCover(), share).payable.amount).toBe(payable);
  });

  it('stops at a limit', () => {
    const cover = liabilityCover({ limit: eur('100000.00') });
    expect(settle(eur('300000.00'), cover, 50).payable.amount).toBe('100000.00');
  });
});
