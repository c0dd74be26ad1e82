import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningApi, startApi } from '../support/api.ts';
import { times, tried } from '../support/evidence.ts';
import { hastyAssembly } from './assembly.ts';
import { playAmidstFaults } from './seed.ts';

/** `SEED=17` begins with that seed, and plays it alone unless `SEEDS` says how many. */
const FIRST = Number(process.env.SEED ?? 1);
const COUNT = Number(process.env.SEEDS ?? (process.env.SEED === undefined ? times(3, 100) : 1));

/** So many seeds share a runtime: what is looked through grows with each. */
const SEEDS_A_RUNTIME = 20;

const cdkOut = hastyAssembly();
let api: RunningApi | undefined;
/** How many seeds the runtime may still take. What one breaks is none of the next one's. */
let left = 0;

beforeEach(async () => {
  if (left > 0) return;
  await api?.stop();
  api = await startApi({ cdkOut });
  left = SEEDS_A_RUNTIME;
});
afterAll(() => api?.stop());

describe('whatever goes wrong between functions and their services', () => {
  for (let seed = FIRST; seed < FIRST + COUNT; seed++) {
    it(`as seed ${seed} has it: nothing is lost, nothing doubled, no money made`, async ({ task }) => {
      if (!api) throw new Error('nothing runs');
      const { breaches, diary, faults } = await playAmidstFaults(api, seed);
      left = breaches.length > 0 ? 0 : left - 1;
      tried(task, 'seeds', 1);
      tried(task, 'requests amidst faults', diary.asked.length, faults);

      expect(breaches).toEqual([]);
      expect(Object.keys(faults)).not.toEqual([]);
    }, 180_000);
  }
});
