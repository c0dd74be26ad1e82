import { setTimeout as sleep } from 'node:timers/promises';
import { whatGaveFirst } from './bottleneck.ts';
import { dealt } from './mix.ts';
import { type Ask, offer, type Step } from './offering.ts';
import { type ProcessorUse, processorTime, useBetween } from './processor-time.ts';

/** Rates to be offered, each a fifth more than the one before. */
const FIRST_RATE = 40;
const GROWTH = 1.2;
const LAST_RATE = 2_000;

const WARM_UP = { perSecond: 60, seconds: 10 };
const STEP_SECONDS = 10;
const RECOVERY_MS = 2_000;

/** A rate holds as long as so much of it is served, and answers take so long at most, at 95 %. */
const LEAST_SERVED = 0.95;
const LONGEST_MS = 1_000;

/** A rate that was offered, and what it came to. */
export interface Offered extends Step {
  rate: number;
  use: ProcessorUse;
  held: boolean;
}

/** Where the curve bends: the last rate that held, the first one that did not, and what gave. */
export interface Knee {
  steps: Offered[];
  rate: number;
  gaveFirst: string;
}

/**
 * Offers more and more to a runtime, of a process id, until it does not hold. A rate that fails is tried once more, so
 * that a moment of weakness of the machine is not taken for the knee. Throws when not even the first rate holds.
 */
export async function findKnee(pid: number, ask: Ask): Promise<Knee> {
  const kinds = dealt();
  await offer(WARM_UP.perSecond, WARM_UP.seconds, kinds, ask);
  const steps: Offered[] = [];
  const attempt = async (rate: number) => {
    const before = processorTime(pid);
    const step = await offer(rate, STEP_SECONDS, kinds, ask);
    const offered = { rate, ...step, use: useBetween(before, processorTime(pid)), held: isHeld(step) };
    steps.push(offered);
    await sleep(RECOVERY_MS);
    return offered;
  };
  for (let rate = FIRST_RATE; rate < LAST_RATE; rate = Math.round(rate * GROWTH)) {
    if ((await attempt(rate)).held || (await attempt(rate)).held) continue;
    return kneeOf(steps);
  }
  throw new Error(`${LAST_RATE} requests a second are held: this finds no knee`);
}

/** Whether the API keeps up with what is offered. */
export function isHeld({ offered, served, all }: Step): boolean {
  return served >= LEAST_SERVED * offered && all.p95 <= LONGEST_MS;
}

function kneeOf(steps: Offered[]): Knee {
  const held = steps.findLast((step) => step.held);
  const given = steps.at(-1);
  if (!held || !given) throw new Error(`not even ${FIRST_RATE} requests a second are held`);
  return { steps, rate: held.rate, gaveFirst: whatGaveFirst(given.use) };
}
