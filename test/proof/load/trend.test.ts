import { expect, it } from 'vitest';
import { trendOf } from './trend.ts';

const minutes = Array.from({ length: 60 }, (_, index) => index / 10);

it('sees a leak through the noise of a garbage collector', () => {
  const samples = minutes.map((minute, index) => ({ minute, value: 100 + 3 * minute + 10 * (index % 4) }));
  expect(trendOf(samples)).toBeCloseTo(3, 0);
});

it('sees none in noise alone, nor in a few samples that stand out', () => {
  const samples = minutes.map((minute, index) => ({
    minute,
    value: index % 20 === 19 ? 900 : 100 + (index % 2),
  }));
  expect(Math.abs(trendOf(samples))).toBeLessThan(0.1);
});
