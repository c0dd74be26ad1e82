import { after24Hours } from '../../platform/calendar.ts';
import type { Instant } from '../../platform/clock.ts';
import type { DrivingRules } from '../rules.ts';
import type { Trip } from '../trips/trip.ts';

const DAY_MS = 86_400_000;

/**
 * From when on a score says what is so no longer, should nothing more be driven: as the oldest trip that it is made of is
 * not looked back on any more; and before that every few days after it, since kilometres a year become fewer with every
 * day without any. Undefined where it is made of none. The same until then, whenever it is asked.
 *
 * @param trips that are looked back on at this instant
 */
export function staleFrom(
  trips: readonly Pick<Trip, 'startedAt'>[],
  at: Instant,
  { lookbackDays, restatedDays }: DrivingRules['rolling'],
): Instant | undefined {
  if (trips.length === 0) return undefined;
  const oldest = Math.min(...trips.map(({ startedAt }) => startedAt));
  const steps = Math.floor((Date.parse(at) - oldest) / (restatedDays * DAY_MS)) + 1;
  return after24Hours(new Date(oldest).toISOString(), Math.min(steps * restatedDays, lookbackDays));
}
