import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chance } from './chance.ts';

const parts = fc.array(fc.oneof(fc.string(), fc.integer()), { minLength: 1 });

test('the same parts have the same number, from 0 up to 1', () => {
  fc.assert(
    fc.property(parts, (some) => {
      const number = chance(...some);
      expect(chance(...some)).toBe(number);
      expect(number >= 0 && number < 1).toBe(true);
    }),
  );
});

test('other parts have another one', () => {
  fc.assert(
    fc.property(parts, parts, (some, others) => {
      fc.pre(JSON.stringify(some) !== JSON.stringify(others));
      expect(chance(...some)).not.toBe(chance(...others));
    }),
  );
});

test('numbers are spread evenly', () => {
  const tenths = Array<number>(10).fill(0);
  for (let place = 0; place < 10_000; place++) {
    const tenth = Math.floor(chance(17, 'caller', place) * 10);
    tenths[tenth] = (tenths[tenth] ?? 0) + 1;
  }
  expect(Math.min(...tenths)).toBeGreaterThan(850);
  expect(Math.max(...tenths)).toBeLessThan(1_150);
});
