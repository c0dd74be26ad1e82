import { describe, expect, it } from 'vitest';
import { Decimal } from '../../platform/money.ts';
import { earned } from './movement.ts';
import { annualTerm, isWithin } from './term.ts';

const earnedOn = (net: string, date: string, ...term: Parameters<typeof annualTerm>) =>
  earned(new Decimal(net), annualTerm(...term), date).toFixed(2);

describe('a term', () => {
  it('is a year, and half open', () => {
    const term = annualTerm('2026-12-01', 0, 'days');

    expect([term.start, term.end]).toEqual(['2026-12-01', '2027-12-01']);
    expect(isWithin(term, '2026-12-01')).toBe(true);
    expect(isWithin(term, '2027-12-01')).toBe(false);
  });

  it.each([
    [0, '2028-02-29', '2029-02-28'],
    [1, '2029-02-28', '2030-02-28'],
    [3, '2031-02-28', '2032-02-29'],
    [4, '2032-02-29', '2033-02-28'],
  ])('number %i of cover from 29 February is counted from that day', (years, start, end) => {
    expect(annualTerm('2028-02-29', years, 'days')).toMatchObject({ start, end });
  });
});

describe('what is earned', () => {
  it('by days: 1,000 over 2021, split on 1 July', () => {
    expect(earnedOn('1000', '2021-07-01', '2021-01-01', 0, 'days')).toBe('495.89');
  });

  it('by months: 1,000 over 2021, split on 1 July', () => {
    expect(earnedOn('1000', '2021-07-01', '2021-01-01', 0, 'months')).toBe('500.00');
  });

  it('by months: a broken month counts by its own days', () => {
    expect(earnedOn('1200', '2021-02-15', '2021-01-01', 0, 'months')).toBe('150.00');
    expect(earnedOn('1200', '2021-04-16', '2021-01-01', 0, 'months')).toBe('350.00');
  });

  it.each([
    ['2024-02-29', 'of 366', '59 / 366', '58.03'],
    ['2024-03-01', 'of 366', '60 / 366', '59.02'],
    ['2023-03-01', 'of 365', '59 / 365', '58.19'],
  ])('by days: up to %s, days %s: %s of 360', (date, _length, _share, amount) => {
    expect(earnedOn('360', date, `${date.slice(0, 4)}-01-01`, 0, 'days')).toBe(amount);
  });

  it('by months: a term that ends on 29 February earns no more than its premium', () => {
    expect(earnedOn('1000', '2032-02-28', '2028-02-29', 3, 'months')).toBe('1000.00');
    expect(earnedOn('1000', '2032-02-29', '2028-02-29', 3, 'months')).toBe('1000.00');
  });

  it('is nothing at the start and everything at the end', () => {
    for (const proration of ['days', 'months'] as const) {
      expect(earnedOn('777.77', '2028-02-29', '2028-02-29', 0, proration)).toBe('0.00');
      expect(earnedOn('777.77', '2029-02-28', '2028-02-29', 0, proration)).toBe('777.77');
    }
  });
});
