import type { Instant } from './clock.ts';

/** A day of the calendar as ISO 8601, e.g. `2026-12-01`. Sorts as text. */
export type PlainDate = string;

/**
 * Completed years from one day to another, negative when the second is earlier. What began on 29 February completes
 * a common year on 1 March.
 */
export function completedYears(from: PlainDate, to: PlainDate): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  return to.slice(5) < from.slice(5) ? years - 1 : years;
}

/** The day so many days after another, or before it. */
export function addDays(date: PlainDate, days: number): PlainDate {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
}

/** The day that an instant falls on in a time zone (IANA name). */
export function dayIn(timeZone: string, instant: Instant): PlainDate {
  // Clocks of the world differ by quarters of an hour: within one, the day is the same.
  const quarter = Math.floor(Date.parse(instant) / 900_000);
  const last = lastDays.get(timeZone);
  if (last?.quarter === quarter) return last.day;
  // Swedish dates are ISO 8601.
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date(instant));
  lastDays.set(timeZone, { quarter, day });
  return day;
}

/** The last answer for each time zone: asking the calendar of a zone costs as much as a price. */
const lastDays = new Map<string, { quarter: number; day: PlainDate }>();

/** The instant so many times 24 hours later. */
export function after24Hours(instant: Instant, times: number): Instant {
  return new Date(Date.parse(instant) + times * 86_400_000).toISOString();
}
