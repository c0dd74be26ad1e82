import type { Faults } from './faults.ts';

/** NTP keeps clocks far closer; a machine that was paused is off by as much for a moment. */
const MOST_MS = 2 * 60 * 1000;

/**
 * How far the clock of an instance of a function is off at its next call, in milliseconds: as far as so far, or it steps,
 * to anywhere within two minutes of the right time. Right at once when nothing goes wrong any more.
 */
export function clockErrorOf(faults: Faults, functionName: string, soFar: number): number {
  if (!faults.on) return 0;
  const site = { caller: functionName, service: 'lambda', action: 'Invoke', resource: '' };
  const fault = faults.meet(site, ['clock']);
  return fault ? Math.round((2 * fault.chance('step') - 1) * MOST_MS) : soFar;
}
