import { expect, test } from 'vitest';
import { type UsagePlan, UsagePlans } from './usage-plans.ts';

function plansWith(over: Partial<UsagePlan>): UsagePlans {
  const plans = new UsagePlans();
  plans.addPlan({ id: 'p', stages: ['api/v1'], ...over });
  plans.addKey({ id: 'k', value: 'value', enabled: true });
  plans.attach('p', 'k');
  return plans;
}

test.each([
  ['DAY', '2026-11-21T00:00:00Z', '2026-11-21T23:59:59Z', '2026-11-22T00:00:00Z'],
  ['WEEK', '2026-11-22T00:00:00Z', '2026-11-28T23:59:59Z', '2026-11-29T00:00:00Z'],
  ['MONTH', '2026-11-01T00:00:00Z', '2026-11-30T23:59:59Z', '2026-12-01T00:00:00Z'],
] as const)('a quota per %s begins anew', (period, first, last, next) => {
  const plans = plansWith({ quota: { limit: 1, period } });
  const at = (instant: string) => plans.admit('api/v1', 'value', Date.parse(instant));
  expect([first, last, next].map(at)).toEqual([
    { keyId: 'k' },
    { refused: 'QUOTA_EXCEEDED' },
    { keyId: 'k' },
  ]);
});

test('a key counts on the stages of its plan only', () => {
  expect(plansWith({}).admit('api/v2', 'value', 0)).toEqual({ refused: 'INVALID_API_KEY' });
});

test('a key has one plan per stage, and a value of its own', () => {
  const plans = plansWith({});
  plans.addPlan({ id: 'q', stages: ['api/v1'] });
  expect(() => plans.attach('q', 'k')).toThrow('two usage plans');
  expect(() => plans.attach('q', 'none')).toThrow('no API key none');
  expect(() => plans.addKey({ id: 'k2', value: 'value', enabled: true })).toThrow('same value');
});
