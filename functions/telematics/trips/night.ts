import { hourIn } from '../../platform/calendar.ts';
import type { DrivingRules } from '../rules.ts';

/** Whether it is night at an instant, in epoch milliseconds, by the clock of the rules' time zone. */
export function isNight(at: number, { timeZone, night }: DrivingRules): boolean {
  const { fromHour, toHour } = night;
  const hour = hourIn(timeZone, at);
  return fromHour <= toHour ? fromHour <= hour && hour < toHour : fromHour <= hour || hour < toHour;
}
