import { addYears } from '../platform/calendar.ts';
import type { Instant } from '../platform/clock.ts';
import type { Consent } from './consent.ts';

/** So long after its end the customer still finds a consent. */
const YEARS_KEPT = 2;

/** The same moment so many years later; that of 29 February falls on 28 February in a common year. */
export function yearsAfter(instant: Instant, years: number): Instant {
  return `${addYears(instant.slice(0, 10), years)}${instant.slice(10)}`;
}

/** Until when a consent is kept; undefined while nobody has stated that it ended. */
export function keptUntil({ end }: Pick<Consent, 'end'>): Instant | undefined {
  return end && yearsAfter(end.at, YEARS_KEPT);
}

/** Whether a consent is still to be found at an instant. */
export function isKept(consent: Pick<Consent, 'end'>, now: Instant): boolean {
  const until = keptUntil(consent);
  return until === undefined || now < until;
}
