import { describe, expect, it } from 'vitest';
import { addDays, money, movement, short, sum } from './words.ts';

const eur = (amount: string) => ({ amount, currency: 'EUR' });

describe('words of the demo', () => {
  it('shorten ids', () => {
    expect(short('pol_01KAHJ3M7C4N8X2V6B9Q1W5E0R')).toBe('pol_…5E0R');
  });

  it('show amounts, and movements with their sign', () => {
    const moved = (amount: string) => movement({ net: eur('0.00'), taxes: [], gross: eur(amount) });
    expect(money(eur('1314.70'))).toBe('1,314.70 EUR');
    expect([moved('65.20'), moved('-1181.26'), moved('0.00')]).toEqual([
      '+65.20 EUR',
      '-1,181.26 EUR',
      '0.00 EUR',
    ]);
  });

  it.each([
    [['305.80', '-27.97'], '277.83'],
    [['-0.05', '0.10'], '0.05'],
    [['0.05', '-0.10'], '-0.05'],
    [['0.10', '0.20'], '0.30'],
    [['1.00', '-1.00'], '0.00'],
    [['90071992547409.93'], '90071992547409.93'],
  ])('add %j up to %s', ([first = '', ...others], total) => {
    expect(sum([eur(first), ...others.map(eur)])).toEqual(eur(total));
  });

  it('count days across years', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
  });
});
