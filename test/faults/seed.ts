import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningApi } from '../support/api.ts';
import { healFaults, injectFaults, runSchedules } from './faults.ts';
import { breachesIn } from './invariants/invariants.ts';
import { askAgain, sendAgain } from './workload/asking-again.ts';
import type { Diary } from './workload/diary.ts';
import { type Stage, stageOf } from './workload/stage.ts';
import { play } from './workload/workload.ts';
import { readWorld, type World } from './world.ts';

/** How long the house may take to come to rest once nothing goes wrong any more. */
const PATIENCE_MS = 40_000;
const PAUSE_MS = 150;

/** What came of a workload. */
export interface Played {
  diary: Diary;
  world: World;
  /** What is broken, in sentences. */
  breaches: string[];
}

/** Plays a seed's workload while things go wrong as the seed says; and what went wrong, by kinds. */
export async function playAmidstFaults(
  api: RunningApi,
  seed: number,
): Promise<Played & { faults: Record<string, number> }> {
  const stage = await stageOf(api, seed);
  await injectFaults(api, { seed });
  let faults = {};
  try {
    await play(stage);
  } finally {
    faults = await healFaults(api);
  }
  return { ...(await atRest(stage)), faults };
}

/** Plays the workloads of some seeds, one after the other, while nothing goes wrong. */
export async function playInPeace(
  api: RunningApi,
  ...seeds: number[]
): Promise<{ diaries: Diary[]; world: World; breaches: string[] }> {
  const diaries: Diary[] = [];
  for (const seed of seeds) {
    const stage = await stageOf(api, seed);
    await play(stage);
    diaries.push((await atRest(stage)).diary);
  }
  const world = readWorld(api);
  return { diaries, world, breaches: breachesIn(world, diaries) };
}

/** Has all said again that must have but one answer, waits until nothing is left to be done, and looks at what there is. */
async function atRest({ api, diary }: Stage): Promise<Played> {
  await sendAgain(diary);
  await askAgain(diary);
  await runSchedules(api);
  for (const until = Date.now() + PATIENCE_MS; ; await sleep(PAUSE_MS)) {
    const world = readWorld(api);
    const breaches = breachesIn(world, [diary]);
    if (breaches.length === 0 || Date.now() > until) return { diary, world, breaches };
  }
}
