import { daysAfter } from '../../support/days.ts';
import { busEvents } from '../../support/events.ts';
import { between, type Consumption, sumOf, timesOf } from './consumption.ts';
import type { MeteredApi } from './metered-api.ts';

/** An offer is good for thirty days. */
const EXPIRED_DAYS = 32;

/** A term of a year is offered again 45 days before its end, and renewed 15 days before it. */
const OFFERED_DAYS = 365 - 44;
const RENEWED_DAYS = 365 - 14;

/** What the jobs do about one quote that nobody took, about one policy that is renewed, and every minute for nothing. */
export interface JobsCost {
  expiry: Consumption;
  renewal: Consumption;
  idle: Consumption;
}

/** Lets the year pass that followed the day on which the cover of some policies began. */
export async function measureJobs(metered: MeteredApi, begun: Date): Promise<JobsCost> {
  const start = await run(metered);
  const on = async (from: Date, days: number, type: string): Promise<Consumption> => {
    const before = (await heard(metered, type)).length;
    const all = await run(metered, `${daysAfter(from, days)}T09:00:00Z`);
    const done = (await heard(metered, type)).length - before;
    if (done === 0) throw new Error(`no ${type} came of ${days} days`);
    return timesOf(1 / done, between(start, all));
  };
  const idle = await idleMinute(metered);
  const expiry = await on(new Date(), EXPIRED_DAYS, 'quote.expired');
  const offered = await on(begun, OFFERED_DAYS, 'policy.renewal-offered');
  const renewed = await on(begun, RENEWED_DAYS, 'policy.renewed');
  return { expiry, renewal: sumOf(offered, renewed), idle };
}

/** What a start consumes, at which every job runs once. */
export async function run(metered: MeteredApi, now?: string): Promise<Consumption> {
  const before = await metered.consumed();
  await metered.at(now);
  return between(before, await metered.consumed());
}

/** What it consumes that every job runs once and finds nothing to do. */
async function idleMinute(metered: MeteredApi): Promise<Consumption> {
  const before = await metered.consumed();
  const { ok } = await fetch(`${metered.api.origin}/_local/schedules`, { method: 'POST' });
  if (!ok) throw new Error('the schedules did not run');
  return between(before, await metered.consumed());
}

async function heard({ api }: MeteredApi, type: string) {
  return (await busEvents(api)).filter(({ detailType }) => detailType === type);
}
