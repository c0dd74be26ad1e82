import { type Consumption, sumOf, timesOf } from './consumption.ts';
import type { ActName } from './operations.ts';

/** What was measured, each by itself. */
export type Measured = Record<ActName | 'expiry' | 'renewal' | 'idle' | 'drivingDay', Consumption>;

/** What people ask the price of. */
export const SCENARIOS: Record<string, (each: Measured) => Consumption> = {
  'a million quotes, of which nobody takes one': ({ quote, expiry }) =>
    timesOf(1_000_000, sumOf(quote, expiry)),
  'a policy for a year': ({ quote, bind, read, change, claim, renewal }) =>
    sumOf(quote, bind, timesOf(12, read), change, timesOf(0.1, claim), renewal),
  'a device for a year, an hour a day': ({ drivingDay }) => timesOf(365, drivingDay),
  'every job each minute for a month, with nothing to do': ({ idle }) => timesOf(43_800, idle),
};
