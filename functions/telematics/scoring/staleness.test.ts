import fc from 'fast-check';
import { expect, test } from 'vitest';
import { currentRules } from '../catalogue.ts';
import { staleFrom } from './staleness.ts';

const DAY_MS = 86_400_000;
const { rolling } = currentRules().rules;
const OLDEST = Date.parse('2026-08-01T07:30:00.000Z');

const driven = (...days: number[]) => days.map((day) => ({ startedAt: OLDEST + day * DAY_MS }));
const onDay = (day: number) => new Date(OLDEST + day * DAY_MS).toISOString();

test('what is made of nothing stays as it is', () => {
  expect(staleFrom([], onDay(0), rolling)).toBeUndefined();
});

test.each([
  [0, 7],
  [6.9, 7],
  [7, 14],
  [83, 84],
  [84, 90],
  [89.9, 90],
])('a score of day %d is stale from day %d of its oldest trip on', (day, stale) => {
  expect(staleFrom(driven(5, 0, 3), onDay(day), rolling)).toBe(onDay(stale));
});

test('a score is never stale as it is worked out, and always as a trip is not looked back on any more', () => {
  const day = fc.double({ min: 0, max: rolling.lookbackDays, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.array(day, { minLength: 1 }), (ages) => {
      const at = onDay(200);
      const trips = ages.map((age) => ({ startedAt: Date.parse(at) - Math.floor(age * DAY_MS) }));
      const stale = Date.parse(staleFrom(trips, at, rolling) ?? '');
      const oldest = Math.min(...trips.map(({ startedAt }) => startedAt));
      expect(stale).toBeGreaterThan(Date.parse(at));
      expect(stale).toBeLessThanOrEqual(oldest + rolling.lookbackDays * DAY_MS);
    }),
  );
});

test('it is the same whenever it is asked before', () => {
  const first = staleFrom(driven(0), onDay(8), rolling);
  expect(staleFrom(driven(0), onDay(13), rolling)).toBe(first);
});
