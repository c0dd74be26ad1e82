import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningApi, startApi } from '../support/api.ts';
import { hastyAssembly } from './assembly.ts';
import { breachesIn } from './invariants/invariants.ts';
import { type Played, playInPeace } from './seed.ts';
import { TAMPERINGS } from './tamperings.ts';

let api: RunningApi;
let played: Played;

beforeAll(async () => {
  api = await startApi({ cdkOut: hastyAssembly() });
  played = await playInPeace(api, 1);
}, 120_000);
afterAll(() => api?.stop());

describe('where nothing goes wrong', () => {
  it('everything holds, and nobody is told "not now"', () => {
    expect(played.breaches).toEqual([]);
    const statuses = played.diary.asked.flatMap(({ attempts }) => attempts.map(({ status }) => status ?? 0));
    expect(statuses.filter((status) => status === 0 || status >= 500)).toEqual([]);
  });
});

describe('whoever tampers with what is kept is noticed', () => {
  it.each(TAMPERINGS)('$what', ({ tamper, breach }) => {
    const { diary } = played;
    const world = structuredClone(played.world);
    tamper(world, diary);

    expect(breachesIn(world, [diary]).join('\n')).toMatch(breach);
  });
});
