import type { Instant } from './clock.ts';

/**
 * The beginning of an instant's day, in UTC: as precisely as the ledger, which keeps for ever, may know when something was
 * driven. What is said seconds after a trip's end would tell when its driver was on the way, long after the trip was
 * deleted. For the same reason such events have ids that tell no time.
 */
export function dayOf(instant: Instant): Instant {
  return `${instant.slice(0, 10)}T00:00:00.000Z`;
}
