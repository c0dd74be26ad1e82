import { expect, it } from 'vitest';
import type { FaultReport, Injected } from '../../infra/local/faults/faults.ts';
import { healFaults, injectFaults, runSchedules } from '../faults/faults.ts';
import { type RunningApi, startApi } from '../support/api.ts';
import { Client } from '../support/client.ts';
import { times, tried } from '../support/evidence.ts';
import { upcomingRequest } from '../support/risks.ts';

const QUOTES = times(25, 100);
/** Often enough that retries do not mend it all. */
const RATE = 0.3;
/** Faults take time: those that let a client wait, above all. */
const LIMIT_MS = 240_000;

/** What a client that waits for each answer got, and what befell the function that answered. */
interface Quoted {
  statuses: number[];
  injected: Injected[];
}

/** Does something on a runtime that was just started: one whose functions are warm calls other services. */
async function onFresh<Result>(act: (api: RunningApi, client: Client) => Promise<Result>): Promise<Result> {
  const api = await startApi();
  try {
    return await act(api, await Client.of(api, 'aggregator'));
  } finally {
    await api.stop();
  }
}

async function quoted(api: RunningApi, client: Client, seed: number): Promise<Quoted> {
  await injectFaults(api, { seed, rate: RATE });
  const statuses: number[] = [];
  for (let count = 0; count < QUOTES; count++)
    statuses.push((await client.createQuote(upcomingRequest())).status);
  await healFaults(api);
  const report = (await (await fetch(`${api.origin}/_local/faults`)).json()) as FaultReport;
  const injected = report.injected.filter(({ caller }) => caller.includes('-quotes'));
  return { statuses, injected };
}

it('a seed reproduces what goes wrong, and what a client sees of it', { timeout: LIMIT_MS }, async ({
  task,
}) => {
  const once = () => onFresh((api, client) => quoted(api, client, 7));
  const [first, second] = [await once(), await once()];
  expect(first.injected.length).toBeGreaterThan(QUOTES / 10);
  expect(second).toEqual(first);
  tried(task, 'quotes amidst faults, twice alike', QUOTES, { faults: first.injected.length });
});

it('another seed has other things go wrong: failures of our side, as problems, until it is healed', {
  timeout: LIMIT_MS,
}, async () => {
  await onFresh(async (api, client) => {
    const { statuses, injected } = await quoted(api, client, 8);
    expect(injected).not.toEqual((await quoted(api, client, 9)).injected);
    expect(statuses.filter((status) => status !== 201 && status < 500)).toEqual([]);
    expect(statuses).toContain(201);
    const after = await Promise.all(Array.from({ length: 10 }, () => client.createQuote(upcomingRequest())));
    expect(after.map(({ status }) => status)).toEqual(Array(10).fill(201));
    await runSchedules(api);
  });
});
