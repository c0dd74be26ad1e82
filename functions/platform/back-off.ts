import { setTimeout as sleep } from 'node:timers/promises';

/** The longest pause after a first attempt, and the longest of all, in milliseconds. */
const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 500;

/**
 * Waits until something may be tried again that others were in the way of: for a time by chance, twice as long at most
 * after each attempt (full jitter; AWS Architecture Blog, "Exponential Backoff And Jitter").
 *
 * @param attempt how often it was tried, from 1 on
 * @param deadline in epoch milliseconds
 * @returns false, at once, where the pause would outlast the deadline
 */
export async function backOff(attempt: number, deadline: number): Promise<boolean> {
  const pause = Math.random() * Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS);
  if (Date.now() + pause >= deadline) return false;
  await sleep(pause);
  return true;
}
