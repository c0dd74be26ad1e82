import { expect, test } from 'vitest';
import { FAULT_KINDS } from './fault-kind.ts';
import { readFaultPlan } from './fault-plan.ts';

test('a plan is a seed, and all else is usual', () => {
  expect(readFaultPlan({ seed: 17 })).toEqual({ seed: 17, rate: 0.1, kinds: FAULT_KINDS });
});

test('a plan may say how often, and what', () => {
  const plan = { seed: 0, rate: 1, kinds: ['throttle', 'clock'] };
  expect(readFaultPlan(plan)).toEqual(plan);
});

test.each([
  ['nothing', null],
  ['no seed', {}],
  ['half a seed', { seed: 0.5 }],
  ['a seed below 0', { seed: -1 }],
  ['a seed as text', { seed: '17' }],
  ['more than always', { seed: 1, rate: 1.1 }],
  ['less than never', { seed: 1, rate: -0.1 }],
  ['a rate as text', { seed: 1, rate: '1' }],
  ['a kind that does not exist', { seed: 1, kinds: ['fire'] }],
  ['kinds that are no list', { seed: 1, kinds: 'delay' }],
  ['something else besides', { seed: 1, speed: 1 }],
])('%s is no plan', (_, plan) => {
  expect(() => readFaultPlan(plan)).toThrow(RangeError);
});
