import { expect, it } from 'vitest';
import { judge, summed } from './judge.ts';
import type { TestedFile } from './run-tests.ts';

const CLAIM = { claim: 'nothing is lost', files: ['test/a.'], least: [{ what: 'seeds', count: 100 }] };

function ran(instead: Partial<TestedFile> = {}): TestedFile {
  return {
    file: 'test/a.test.ts',
    tests: { passed: 3, failed: 0, skipped: 0 },
    tried: [{ what: 'seeds', count: 100 }],
    faults: [],
    ...instead,
  };
}

it('a claim is held when its tests ran, passed and tried enough', () => {
  expect(judge(CLAIM, [ran(), ran({ file: 'test/b.test.ts', faults: ['of another claim'] })])).toEqual({
    claim: 'nothing is lost',
    held: true,
    tried: [{ what: 'seeds', count: 100 }],
    tests: { passed: 3, failed: 0, skipped: 0 },
    faults: [],
  });
});

it.each([
  [
    'a file was not run',
    [],
    ['test/a. was not run', 'no test passed', 'seeds: 0 of the 100 that have to be'],
  ],
  ['a test failed', [ran({ faults: ['it: broke'] })], ['it: broke']],
  ['all tests were skipped', [ran({ tests: { passed: 0, failed: 0, skipped: 3 } })], ['no test passed']],
  [
    'too little was tried',
    [ran({ tried: [{ what: 'seeds', count: 3 }] })],
    ['seeds: 3 of the 100 that have to be'],
  ],
])('a claim is not held when %s', (_, files, faults) => {
  expect(judge(CLAIM, files)).toMatchObject({ held: false, faults });
});

it('what was tried under the same words is added up, but for texts', () => {
  const tried = [
    { what: 'requests', count: 2, figures: { '400': 1, seed: 'a' } },
    { what: 'requests', count: 3, figures: { '400': 2, '404': 1, seed: 'b' } },
    { what: 'others', count: 1 },
  ];
  expect(summed(tried)).toEqual([
    { what: 'requests', count: 5, figures: { '400': 3, '404': 1, seed: 'b' } },
    { what: 'others', count: 1 },
  ]);
});
