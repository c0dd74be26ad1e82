import { expect, test } from 'vitest';
import { clockErrorOf } from './clock-error.ts';
import { Faults } from './faults.ts';

const LIMIT_MS = 120_000;

test('a clock steps to either side, by two minutes at most, and stays there between steps', () => {
  const faults = new Faults();
  faults.switchOn({ seed: 1, rate: 0.3, kinds: ['clock'] });
  const errors: number[] = [];
  for (let call = 0; call < 200; call++) errors.push(clockErrorOf(faults, 'quotes', errors.at(-1) ?? 0));
  expect(Math.min(...errors)).toBeLessThan(-LIMIT_MS / 4);
  expect(Math.max(...errors)).toBeGreaterThan(LIMIT_MS / 4);
  expect(errors.every((error) => Math.abs(error) <= LIMIT_MS)).toBe(true);
  const steps = errors.filter((error, place) => error !== (errors[place - 1] ?? 0));
  expect(steps).toHaveLength(faults.report().counts.clock ?? 0);
});

test('a clock is right when nothing goes wrong any more', () => {
  expect(clockErrorOf(new Faults(), 'quotes', 5_000)).toBe(0);
});
