import { describe, expect, it } from 'vitest';
import { isKept, keptUntil, yearsAfter } from './retention.ts';

const endedAt = (at: string) => ({ end: { by: 'USER' as const, reason: 'withdrawn', at } });

describe('a consent', () => {
  it('is kept for two years after its end, to the moment', () => {
    const ended = endedAt('2026-11-20T08:00:00.000Z');
    expect(keptUntil(ended)).toBe('2028-11-20T08:00:00.000Z');
    expect(isKept(ended, '2028-11-20T07:59:59.999Z')).toBe(true);
    expect(isKept(ended, '2028-11-20T08:00:00.000Z')).toBe(false);
  });

  it('is kept for as long as it has not ended', () => {
    expect(keptUntil({})).toBeUndefined();
    expect(isKept({}, '2099-01-01T00:00:00.000Z')).toBe(true);
  });
});

describe('a year', () => {
  it.each([
    ['2026-11-20T08:00:00.000Z', 1, '2027-11-20T08:00:00.000Z'],
    ['2028-02-29T08:00:00.000Z', 1, '2029-02-28T08:00:00.000Z'],
    ['2028-02-29T08:00:00.000Z', 4, '2032-02-29T08:00:00.000Z'],
  ])('from %s, %i of them, ends on %s', (from, years, expected) => {
    expect(yearsAfter(from, years)).toBe(expected);
  });
});
