import { dayIn, firstInstantOf, type PlainDate } from '../platform/calendar.ts';
import type { Instant } from '../platform/clock.ts';

/** A moment as a caller may say it: an instant, or a day, which stands for its beginning in a time zone. */
export type Moment = Instant | PlainDate;

/** The day of a moment in a time zone. */
export function dayOf(moment: Moment, timeZone: string): PlainDate {
  return isDay(moment) ? moment : dayIn(timeZone, moment);
}

/** The instant of a moment, in UTC with milliseconds, so that it compares with others as text. */
export function instantOf(moment: Moment, timeZone: string): Instant {
  return isDay(moment) ? firstInstantOf(timeZone, moment) : new Date(moment).toISOString();
}

/** Whether a moment was said as a day. */
export function isDay(moment: Moment): boolean {
  return moment.length === 10;
}

/** The instant of the next entry of a stack: clocks differ between machines, but the stack's order is its time. */
export function notBefore({ changedAt }: { changedAt: Instant }, now: Instant): Instant {
  return now < changedAt ? changedAt : now;
}
