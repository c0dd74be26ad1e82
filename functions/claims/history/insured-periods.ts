import type { components } from '../../../openapi/generated/types.ts';
import type { PlainDate } from '../../platform/calendar.ts';
import type { Timeline } from '../../policies/stack/timeline.ts';

/** From the first day of cover up to, and without, the first day without it; without an end where cover goes on. */
export type InsuredPeriod = components['schemas']['InsuredPeriod'];

/** When there was cover up to a day: without a gap within a period, oldest first. What is still to come is left out. */
export function insuredPeriods(timeline: Timeline, today: PlainDate): InsuredPeriod[] {
  const covered = timeline.filter(({ standing, from }) => standing === 'in-force' && from <= today);
  const joined: { from: PlainDate; to: PlainDate }[] = [];
  for (const { from, to } of covered) {
    const last = joined.at(-1);
    if (last?.to === from) last.to = to;
    else joined.push({ from, to });
  }
  return joined.map(({ from, to }) => (to > today ? { from } : { from, to }));
}
