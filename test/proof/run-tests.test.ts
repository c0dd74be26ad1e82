import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readReport } from './run-tests.ts';

const FILE = join(import.meta.dirname, '../a.test.ts');

function reported(status: string, instead: object = {}) {
  return { fullName: `it is ${status}`, status, failureMessages: [], meta: {}, ...instead };
}

it('reads what became of tests, and what they put on record', () => {
  const tried = [{ what: 'seeds', count: 100 }];
  const assertionResults = [
    reported('passed', { meta: { tried } }),
    reported('failed', { failureMessages: ['AssertionError: no\n    at somewhere'] }),
    reported('skipped'),
  ];
  expect(
    readReport({ testResults: [{ name: FILE, status: 'failed', message: '', assertionResults }] }),
  ).toEqual([
    {
      file: 'test/a.test.ts',
      tests: { passed: 1, failed: 1, skipped: 1 },
      tried,
      faults: ['it is failed: AssertionError: no'],
    },
  ]);
});

it('a file that could not be run has failed, though no test of it did', () => {
  const file = { name: FILE, status: 'failed', message: 'no such module\nat all', assertionResults: [] };
  expect(readReport({ testResults: [file] })).toMatchObject([
    { faults: ['could not be run: no such module'] },
  ]);
});
