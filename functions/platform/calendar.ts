import type { Instant } from './clock.ts';

/** A day of the calendar as ISO 8601, e.g. `2026-12-01`. Sorts as text. */
export type PlainDate = string;

const DAY_MS = 86_400_000;

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

/** The same day so many years later. 29 February falls on 28 February in a common year. */
export function addYears(date: PlainDate, years: number): PlainDate {
  const year = Number(date.slice(0, 4)) + years;
  const isCommon = new Date(Date.UTC(year, 1, 29)).getUTCMonth() !== 1;
  const day = isCommon && date.endsWith('-02-29') ? '-02-28' : date.slice(4);
  return `${String(year).padStart(4, '0')}${day}`;
}

/** How many days lie between two days, negative when the second is earlier. */
export function daysBetween(from: PlainDate, to: PlainDate): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
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

/**
 * The first instant of a day in a time zone (IANA name): midnight, or where the clocks skip it, the moment that they
 * do so.
 */
export function firstInstantOf(timeZone: string, date: PlainDate): Instant {
  const midnight = Date.parse(date);
  // What the clocks were away from UTC around that day: most days one offset, two when they are changed.
  const [before, after] = [offsetAt(timeZone, midnight - DAY_MS), offsetAt(timeZone, midnight + DAY_MS)];
  const candidates = [midnight - before, midnight - after].sort((a, b) => a - b);
  const first = candidates.find((candidate) => candidate + offsetAt(timeZone, candidate) === midnight);
  return new Date(first ?? midnight - before).toISOString();
}

/** How far the clocks of a time zone are ahead of UTC at an instant, in milliseconds. */
function offsetAt(timeZone: string, epochMs: number): number {
  let clock = clocks.get(timeZone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
    clocks.set(timeZone, clock);
  }
  return Date.parse(`${clock.format(epochMs).replace(' ', 'T')}Z`) - epochMs;
}

/** The hour of the day in a time zone (IANA name) at an instant in epoch milliseconds: 0 to 23. */
export function hourIn(timeZone: string, epochMs: number): number {
  // As above: within a quarter of an hour, no clock of the world goes on to another hour.
  const quarter = Math.floor(epochMs / 900_000);
  if (lastHour.quarter !== quarter || lastHour.timeZone !== timeZone) {
    const hour = new Date(epochMs + offsetAt(timeZone, epochMs)).getUTCHours();
    lastHour = { timeZone, quarter, hour };
  }
  return lastHour.hour;
}

/** The last answer: who asks for one point of a drive asks for the next one too. */
let lastHour = { timeZone: '', quarter: 0, hour: 0 };

/** The clocks of the time zones that were asked about: to make one costs far more than to read it. */
const clocks = new Map<string, Intl.DateTimeFormat>();

/** The instant so many times 24 hours later. */
export function after24Hours(instant: Instant, times: number): Instant {
  return new Date(Date.parse(instant) + times * DAY_MS).toISOString();
}
