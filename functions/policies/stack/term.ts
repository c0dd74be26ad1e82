import { addDays, addYears, daysBetween, type PlainDate } from '../../platform/calendar.ts';

/** How a premium is spread over its term: by days, or by months and the days of the broken one. */
export type Proration = 'days' | 'months';

/** A year of cover: from 00:00 of `start` up to, and without, 00:00 of `end`, in the product's time zone. */
export interface Term {
  start: PlainDate;
  end: PlainDate;
  /** Fixed when the term is sold, so that a later change of the product moves no money. */
  proration: Proration;
}

/** A share of a term as an exact fraction. */
export interface Share {
  of: number;
  in: number;
}

/**
 * The term that begins so many years after a policy did. Each is counted from the first day, so that cover that
 * began on 29 February ends on the 28th in common years and on the 29th again in the next leap year.
 */
export function annualTerm(inception: PlainDate, years: number, proration: Proration): Term {
  return { start: addYears(inception, years), end: addYears(inception, years + 1), proration };
}

/** Whether a day lies within a term. */
export function isWithin({ start, end }: { start: PlainDate; end: PlainDate }, date: PlainDate): boolean {
  return start <= date && date < end;
}

/** The share of a term that has passed when a day of it begins. */
export function elapsed(term: Term, date: PlainDate): Share {
  if (term.proration === 'days') return elapsedDays(term, date);
  const share = elapsedMonths(term, date);
  // A term that ends on 29 February has a day more than its twelve months, counted from the 28th.
  return share.of < share.in ? share : { of: 1, in: 1 };
}

function elapsedDays({ start, end }: Term, date: PlainDate): Share {
  return { of: daysBetween(start, date), in: daysBetween(start, end) };
}

function elapsedMonths({ start, end }: Term, date: PlainDate): Share {
  const whole = wholeMonths(start, date);
  const begun = addMonths(start, whole);
  const length = daysBetween(begun, addMonths(start, whole + 1));
  return { of: whole * length + daysBetween(begun, date), in: wholeMonths(start, end) * length };
}

function wholeMonths(from: PlainDate, to: PlainDate): number {
  const months = monthNumber(to) - monthNumber(from);
  return addMonths(from, months) <= to ? months : months - 1;
}

function monthNumber(date: PlainDate): number {
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;
}

/** The same day so many months later, or the last of a month that has no such day. */
function addMonths(date: PlainDate, months: number): PlainDate {
  const number = monthNumber(date) + months;
  const first = `${String(Math.floor(number / 12)).padStart(4, '0')}-${String((number % 12) + 1).padStart(2, '0')}-01`;
  const sameDay = addDays(first, Number(date.slice(8)) - 1);
  return sameDay.slice(0, 7) === first.slice(0, 7) ? sameDay : addDays(firstOfNext(first), -1);
}

function firstOfNext(first: PlainDate): PlainDate {
  return `${addDays(first, 31).slice(0, 7)}-01`;
}
