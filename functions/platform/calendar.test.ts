import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { addDays, after24Hours, completedYears, dayIn } from './calendar.ts';

const day = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2200-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe('the calendar agrees with Temporal', () => {
  it('on completed years', () => {
    fc.assert(
      fc.property(day, day, (one, other) => {
        const [from, to] = [one, other].sort() as [string, string];
        const { years } = Temporal.PlainDate.from(from).until(to, { largestUnit: 'years' });
        expect(completedYears(from, to)).toBe(years);
        expect(completedYears(to, from) < 0).toBe(from !== to);
      }),
    );
  });

  it('on days before and after', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -4000, max: 4000 }), (date, days) => {
        expect(addDays(date, days)).toBe(Temporal.PlainDate.from(date).add({ days }).toString());
      }),
    );
  });

  it('on the day in a time zone', () => {
    const zone = fc.constantFrom('Europe/Brussels', 'America/New_York', 'Pacific/Auckland', 'UTC');
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        zone,
        (date, timeZone) => {
          const instant = date.toISOString();
          const expected = Temporal.Instant.from(instant)
            .toZonedDateTimeISO(timeZone)
            .toPlainDate()
            .toString();
          expect(dayIn(timeZone, instant)).toBe(expected);
        },
      ),
    );
  });
});

describe('completed years', () => {
  it.each([
    ['2000-02-29', '2021-02-28', 20],
    ['2000-02-29', '2021-03-01', 21],
    ['2000-02-29', '2024-02-29', 24],
    ['2009-12-01', '2026-12-01', 17],
    ['2009-12-02', '2026-12-01', 16],
    ['2026-12-02', '2026-12-01', -1],
  ])('from %s to %s are %i', (from, to, years) => {
    expect(completedYears(from, to)).toBe(years);
  });
});

it('an instant is moved by 24 hours, whatever the clocks do', () => {
  expect(after24Hours('2026-03-28T23:30:00.000Z', 2)).toBe('2026-03-30T23:30:00.000Z');
});
