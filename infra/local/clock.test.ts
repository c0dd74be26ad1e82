import { afterEach, expect, test } from 'vitest';
import { clockShift, shiftClock } from './clock.ts';

const RealDate = Date;
afterEach(() => {
  globalThis.Date = RealDate;
});

test('a clock runs on from the instant that it is set to', () => {
  shiftClock(clockShift('2031-05-06T07:08:09Z'));
  const expected = Date.parse('2031-05-06T07:08:09Z');
  expect(Date.now()).toBeCloseTo(expected, -3);
  expect(new Date().toISOString()).toMatch(/^2031-05-06T07:08:/);
  expect(Date()).toContain('2031');
});

test('a clock can be set again, back to the right time too', () => {
  shiftClock(60_000);
  const before = RealDate.now();
  expect(Date.now() - before).toBeGreaterThanOrEqual(60_000);
  shiftClock(-60_000);
  expect(Date.now() - RealDate.now()).toBeLessThanOrEqual(-60_000);
  shiftClock(0);
  expect(Date.now() - before).toBeLessThan(60_000);
});

test('dates that say what they are stay as they are', () => {
  shiftClock(1_000_000);
  expect(new Date(5).getTime()).toBe(5);
  expect(new Date('2026-11-21T00:00:00Z').toISOString()).toBe('2026-11-21T00:00:00.000Z');
  expect(Date.UTC(2026, 0, 1)).toBe(1_767_225_600_000);
  expect(new Date(0)).toBeInstanceOf(Date);
});

test('no instant is no shift, and what is none is refused', () => {
  expect(clockShift(undefined)).toBe(0);
  expect(clockShift('')).toBe(0);
  expect(() => clockShift('tomorrow')).toThrow(RangeError);
});
