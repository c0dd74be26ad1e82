import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addYears,
  after24Hours,
  completedYears,
  dayIn,
  daysBetween,
  firstInstantOf,
  hourIn,
} from './calendar.ts';

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

  it('on the same day of other years', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -400, max: 400 }), (date, years) => {
        expect(addYears(date, years)).toBe(Temporal.PlainDate.from(date).add({ years }).toString());
      }),
    );
  });

  it('on the days between two', () => {
    fc.assert(
      fc.property(day, day, (from, to) => {
        expect(daysBetween(from, to)).toBe(Temporal.PlainDate.from(from).until(to).days);
        expect(addDays(from, daysBetween(from, to))).toBe(to);
      }),
    );
  });

  it('on the first instant of any day in any time zone', () => {
    const zone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
    const recent = fc
      .date({ min: new Date('1970-01-03'), max: new Date('2100-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    fc.assert(
      fc.property(zone, recent, (timeZone, date) => {
        expect(firstInstantOf(timeZone, date)).toBe(startOfDay(timeZone, date));
      }),
    );
  });

  it('on the first instants of the days around which clocks were changed', () => {
    const changed = [
      'Europe/Brussels',
      'America/St_Johns',
      'America/Asuncion',
      'Africa/Cairo',
      'Asia/Beirut',
    ];
    for (const timeZone of [...changed, 'Pacific/Apia', 'Australia/Lord_Howe', 'Antarctica/Troll']) {
      for (const date of daysOfChange(timeZone, 1970, 2040)) {
        expect([timeZone, date, firstInstantOf(timeZone, date)]).toEqual([
          timeZone,
          date,
          startOfDay(timeZone, date),
        ]);
      }
    }
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

function startOfDay(timeZone: string, date: string): string {
  const { epochMilliseconds } = Temporal.PlainDate.from(date).toZonedDateTime(timeZone);
  return new Date(epochMilliseconds).toISOString();
}

/** Days on which the clocks of a time zone were changed, with the days before and after. */
function daysOfChange(timeZone: string, from: number, to: number): string[] {
  const days: string[] = [];
  let at = Temporal.Instant.from(`${from}-01-01T00:00Z`).toZonedDateTimeISO(timeZone);
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (!next || next.year > to) return days;
    days.push(...[-1, 0, 1].map((beside) => next.toPlainDate().add({ days: beside }).toString()));
    at = next;
  }
}

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

describe('the same day of another year', () => {
  it.each([
    ['2028-02-29', 1, '2029-02-28'],
    ['2028-02-29', 4, '2032-02-29'],
    ['2028-02-29', -3, '2025-02-28'],
    ['2096-02-29', 4, '2100-02-28'],
    ['1996-02-29', 4, '2000-02-29'],
    ['2027-02-28', 1, '2028-02-28'],
    ['2026-12-31', 1, '2027-12-31'],
    ['2026-12-31', 0, '2026-12-31'],
  ])('as %s, %i years later, is %s', (date, years, later) => {
    expect(addYears(date, years)).toBe(later);
  });
});

describe('the days between', () => {
  it.each([
    ['2026-12-01', '2027-12-01', 365],
    ['2027-12-01', '2028-12-01', 366],
    ['2026-03-28', '2026-03-30', 2],
    ['2026-12-01', '2026-12-01', 0],
    ['2026-12-02', '2026-12-01', -1],
  ])('%s and %s are %i', (from, to, days) => {
    expect(daysBetween(from, to)).toBe(days);
  });
});

describe('a day begins', () => {
  it.each([
    ['at midnight in winter', 'Europe/Brussels', '2026-12-01', '2026-11-30T23:00:00.000Z'],
    ['at midnight in summer', 'Europe/Brussels', '2026-07-01', '2026-06-30T22:00:00.000Z'],
    ['at midnight before the clocks go forward', 'Europe/Brussels', '2026-03-29', '2026-03-28T23:00:00.000Z'],
    ['at midnight after they did', 'Europe/Brussels', '2026-03-30', '2026-03-29T22:00:00.000Z'],
    ['at midnight before they go back', 'Europe/Brussels', '2026-10-25', '2026-10-24T22:00:00.000Z'],
    ['when the clocks skip midnight', 'Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00.000Z'],
    ['at the first of two midnights', 'America/Havana', '2026-11-01', '2026-11-01T04:00:00.000Z'],
    [
      'with the next one where it was skipped itself',
      'Pacific/Apia',
      '2011-12-30',
      '2011-12-30T10:00:00.000Z',
    ],
    ['far ahead of UTC', 'Pacific/Kiritimati', '2026-12-01', '2026-11-30T10:00:00.000Z'],
    ['far behind it', 'Pacific/Pago_Pago', '2026-12-01', '2026-12-01T11:00:00.000Z'],
  ])('%s', (_when, timeZone, date, instant) => {
    expect(firstInstantOf(timeZone, date)).toBe(instant);
  });
});

it('an instant is moved by 24 hours, whatever the clocks do', () => {
  expect(after24Hours('2026-03-28T23:30:00.000Z', 2)).toBe('2026-03-30T23:30:00.000Z');
});

describe('an hour of the day', () => {
  it.each([
    ['in winter', 'Europe/Brussels', '2026-12-01T22:59:59.999Z', 23],
    ['in summer', 'Europe/Brussels', '2026-07-01T22:00:00.000Z', 0],
    ['before the clocks go back', 'Europe/Brussels', '2026-10-25T00:59:59.999Z', 2],
    ['after they did', 'Europe/Brussels', '2026-10-25T01:00:00.000Z', 2],
    ['that is three quarters off', 'Asia/Kathmandu', '2026-12-01T18:15:00.000Z', 0],
  ])('%s', (_when, timeZone, instant, hour) => {
    expect(hourIn(timeZone, Date.parse(instant))).toBe(hour);
  });
});
