import type { RunningApi } from '../support/api.ts';

/** What comes between functions and their services, by how often of a hundred. */
export interface Faults {
  seed: number;
  rate?: number;
  kinds?: readonly string[];
}

/** Lets things go wrong from now on, as a seed says. */
export async function injectFaults({ origin }: Pick<RunningApi, 'origin'>, faults: Faults): Promise<void> {
  await told(origin, 'faults', { method: 'PUT', body: JSON.stringify(faults) });
}

/** Lets nothing go wrong any more; how much did, by its kind. */
export async function healFaults({ origin }: Pick<RunningApi, 'origin'>): Promise<Record<string, number>> {
  const { counts } = await told(origin, 'faults', {});
  await told(origin, 'faults', { method: 'DELETE' });
  return counts;
}

/** Runs everything once that runs by a schedule, and waits for it. */
export async function runSchedules({ origin }: Pick<RunningApi, 'origin'>): Promise<void> {
  await told(origin, 'schedules', { method: 'POST' });
}

async function told(origin: string, tool: string, init: RequestInit) {
  const answer = await fetch(`${origin}/_local/${tool}`, init);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${tool} answered ${answer.status}: ${text}`);
  return text === '' ? {} : JSON.parse(text);
}
