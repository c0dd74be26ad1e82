import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formats } from './formats.ts';

const isDate = formats.date;
const isInstant = formats['date-time'];

describe('a date', () => {
  test.each(['1985-03-02', '2024-02-29', '2000-02-29', '2026-12-31', '1900-01-01'])('may be %s', (text) => {
    expect(isDate(text)).toBe(true);
  });

  test.each([
    '2023-02-29',
    '1900-02-29',
    '2026-02-30',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-1-1',
    ' 2026-01-01',
    '2026-01-01\n',
    '2026-01-01T00:00:00Z',
    '٢٠٢٦-01-01',
    '',
  ])('may not be %j', (text) => {
    expect(isDate(text)).toBe(false);
  });

  test('is every day that there is', () => {
    const days = fc.date({ min: new Date('1900-01-01'), max: new Date('2200-12-31'), noInvalidDate: true });
    fc.assert(fc.property(days, (day) => isDate(day.toISOString().slice(0, 10))));
  });
});

describe('an instant', () => {
  test.each(['2026-11-20T08:00:00Z', '2026-11-20T08:00:00.123Z', '2026-11-20T23:59:59+02:00'])(
    'may be %s',
    (text) => {
      expect(isInstant(text)).toBe(true);
    },
  );

  test.each([
    '2026-11-20',
    '2026-11-20T08:00:00',
    '2026-11-20 08:00:00Z',
    '2026-02-30T08:00:00Z',
    '2026-11-20T24:00:00Z',
    '2026-11-20T08:60:00Z',
    '2026-11-20T08:00:60Z',
    '2026-11-20T08:00:00+25:00',
    '2026-11-20T08:00Z',
  ])('may not be %j', (text) => {
    expect(isInstant(text)).toBe(false);
  });
});
