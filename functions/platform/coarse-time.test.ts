import { expect, it } from 'vitest';
import { dayOf } from './coarse-time.ts';

it.each([
  ['2026-11-21T23:59:59.999Z', '2026-11-21T00:00:00.000Z'],
  ['2026-11-21T00:00:00.000Z', '2026-11-21T00:00:00.000Z'],
])('of %s is %s', (instant, day) => {
  expect(dayOf(instant)).toBe(day);
});
