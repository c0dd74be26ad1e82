import { describe, expect, it } from 'vitest';
import { counted, day, distance, moment, time } from './page/date.js';

describe('an instant', () => {
  const instant = '2026-11-21T23:30:00.000Z';

  it('is told in the time of the reader', () => {
    expect(day(instant, 'UTC')).toBe('21 November 2026');
    expect(day(instant, 'Europe/Brussels')).toBe('22 November 2026');
    expect(time(instant, 'Europe/Brussels')).toBe('00:30');
    expect(moment(instant, 'UTC')).toBe('21 November 2026 at 23:30');
  });
});

describe('a distance', () => {
  it.each([
    ['2027-11-21T12:00:00Z', '12 months'],
    ['2027-01-25T12:00:00Z', '2 months'],
    ['2026-12-12T12:00:00Z', '3 weeks'],
    ['2026-11-23T12:00:00Z', '2 days'],
    ['2026-11-22T12:00:00Z', '1 day'],
    ['2026-11-21T17:00:00Z', '5 hours'],
    ['2026-11-21T12:50:00Z', '50 minutes'],
    ['2026-11-21T12:00:10Z', '1 minute'],
    ['2026-11-20T12:00:00Z', '1 day'],
  ])('to %s is %s', (instant, words) => {
    expect(distance(instant, new Date('2026-11-21T12:00:00Z'))).toBe(words);
  });
});

describe('a count', () => {
  it('has its plural', () => {
    expect([counted(0, 'entry', 'entries'), counted(1, 'request'), counted(2, 'request')]).toEqual([
      '0 entries',
      '1 request',
      '2 requests',
    ]);
  });
});
