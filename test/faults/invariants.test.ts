import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningApi, startApi } from '../support/api.ts';
import { hastyAssembly } from './assembly.ts';
import { breachesIn } from './invariants/invariants.ts';
import { playInPeace } from './seed.ts';
import { TAMPERINGS } from './tamperings.ts';
import type { Attempt, Diary } from './workload/diary.ts';

let api: RunningApi;
let played: Awaited<ReturnType<typeof playInPeace>>;

beforeAll(async () => {
  api = await startApi({ cdkOut: hastyAssembly() });
  played = await playInPeace(api, 1, 2, 3);
}, 120_000);
afterAll(() => api?.stop());

describe('where nothing goes wrong', () => {
  it('everything holds, and nobody is told "not now"', () => {
    expect(played.breaches).toEqual([]);
    const statuses = attemptsOf(played.diaries).map(({ status }) => status ?? 0);
    expect(statuses.filter((status) => status === 0 || status >= 500)).toEqual([]);
  });
});

describe('whoever tampers with what is kept is noticed', () => {
  it.each(TAMPERINGS)('$what', ({ tamper, breach }) => {
    const { diaries } = played;
    const world = structuredClone(played.world);
    tamper(world, diaries);

    expect(breachesIn(world, diaries).join('\n')).toMatch(breach);
  });
});

function attemptsOf(diaries: readonly Diary[]): Attempt[] {
  return diaries.flatMap(({ asked }) => asked).flatMap(({ attempts }) => attempts);
}
