import { describe, expect, test } from 'vitest';
import { currentRules } from '../catalogue.ts';
import { assemble, emptyAssembly } from '../trips/assembly.ts';
import { type Cursor, dueAt, firstCursor, settle } from './cursor.ts';

const NOON = Date.parse('2026-11-21T12:00:00Z');
const { rules } = currentRules();

/** A cursor whose assembly holds a trip of a minute up to a moment, or none. */
function cursor(instead: Partial<Cursor>, drivenUntil?: number): Cursor {
  const points =
    drivenUntil === undefined
      ? []
      : Array.from({ length: 61 }, (_, index) => ({ at: drivenUntil - 60_000 + index * 1000, speedKmh: 50 }));
  const { after } = assemble(emptyAssembly, points, rules);
  return { ...firstCursor('p'), version: 7, newestAt: NOON, changedAt: NOON, assembly: after, ...instead };
}

const due = (instead: Partial<Cursor>, drivenUntil?: number) => {
  const instant = dueAt(cursor(instead, drivenUntil), rules);
  return instant === undefined ? undefined : new Date(instant).toISOString().slice(11, 19);
};

describe('a cursor is due', () => {
  test('never where all trips were completed', () => {
    expect(due({})).toBeUndefined();
    expect(due({ openTripId: 'trp_a', openIsSettled: true }, NOON)).toBeUndefined();
  });

  test('once the trip that goes on may be over, by the five minutes', () => {
    expect(due({ openTripId: 'trp_a', unsettledSince: NOON - 60_000 }, NOON)).toBe('12:05:00');
    const since = { openTripId: 'trp_a', unsettledSince: NOON - 59_000, changedAt: NOON + 1_000 };
    expect(due({ ...since, newestAt: NOON + 1_000 }, NOON + 1_000)).toBe('12:10:00');
  });

  test('once a device that sends what it has stored has been silent for a minute', () => {
    const anHourAgo = NOON - 3_600_000;
    const stored = { openTripId: 'trp_a', unsettledSince: anHourAgo - 60_000, newestAt: anHourAgo };
    expect(due({ ...stored, changedAt: NOON + 1_000 }, anHourAgo)).toBe('12:01:15');
  });

  test('at once where an earlier trip is over, while the next one is driven', () => {
    expect(due({ openTripId: 'trp_b', unsettledSince: NOON - 3_600_000 }, NOON)).toBe('12:00:00');
  });
});

describe('a cursor whose trips were completed', () => {
  test('says so, at its next version', () => {
    const before = cursor({ openTripId: 'trp_a', unsettledSince: NOON - 60_000 }, NOON);
    const { unsettledSince: _, ...kept } = before;
    expect(settle(before, undefined)).toEqual({ ...kept, version: 8, openIsSettled: true });
  });

  test('all but the one that goes on', () => {
    const before = cursor({ openTripId: 'trp_b', unsettledSince: NOON - 3_600_000 }, NOON);
    expect(settle(before, NOON - 60_000)).toEqual({ ...before, version: 8, unsettledSince: NOON - 60_000 });
  });

  test('before the one that goes on was settled stays so for that one', () => {
    const before = cursor(
      { openTripId: 'trp_b', openIsSettled: true, unsettledSince: NOON - 3_600_000 },
      NOON,
    );
    expect(settle(before, NOON - 3_000_000)).toMatchObject({
      openIsSettled: true,
      unsettledSince: NOON - 3_000_000,
    });
  });
});
