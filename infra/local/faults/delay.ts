import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from './faults.ts';

const USUAL_MS = 150;
/** One delay in forty outlasts the three seconds that functions wait for their database. */
const LONG_SHARE = 1 / 40;
const LONG_MS = 3_300;

/** How long a delay takes, in milliseconds. */
export function delayOf({ chance }: Fault): number {
  return chance('long') < LONG_SHARE ? LONG_MS : Math.ceil(chance('delay') * USUAL_MS);
}

/** Waits as long as a delay takes. */
export async function delay(fault: Fault): Promise<void> {
  await sleep(delayOf(fault));
}
