import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tried } from '../support/evidence.ts';
import type { Tests } from './finding.ts';

const ROOT = join(import.meta.dirname, '../..');
const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs');

/** A file of tests after it was run. */
export interface TestedFile {
  /** From the root of the repository. */
  file: string;
  tests: Tests;
  tried: readonly Tried[];
  /** Titles of what failed, each with the first line of why. */
  faults: readonly string[];
}

/** What vitest's JSON reporter writes of a test, as far as it is read. */
interface ReportedTest {
  fullName: string;
  status: string;
  failureMessages: readonly string[];
  meta: { tried?: Tried[] };
}

interface Report {
  testResults: readonly {
    name: string;
    status: string;
    message: string;
    assertionResults: readonly ReportedTest[];
  }[];
}

/**
 * Runs files of tests at their whole size, at most two at a time; `report` is where vitest writes its own. Its progress
 * goes to standard error. Throws when vitest ends without a report.
 */
export async function runTests(files: readonly string[], report: string): Promise<TestedFile[]> {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(process.execPath, [VITEST, 'run', ...reporters, ...files], {
      cwd: ROOT,
      env: { ...process.env, PROVE: 'whole' },
      stdio: ['ignore', process.stderr, process.stderr],
    });
    child.once('error', reject);
    child.once('exit', resolve);
  });
  try {
    return readReport(JSON.parse(readFileSync(report, 'utf8')));
  } catch (error) {
    throw new Error(`vitest ended with ${code} and left no report`, { cause: error });
  }
}

/** What a report says of each file. */
export function readReport({ testResults }: Report): TestedFile[] {
  return testResults.map(({ name, status, message, assertionResults: tests }) => {
    const failed = tests.filter((test) => test.status === 'failed');
    const faults = failed.map((test) => `${test.fullName}: ${firstLine(test.failureMessages[0])}`);
    return {
      file: name.replace(`${ROOT}/`, ''),
      tests: {
        passed: tests.filter((test) => test.status === 'passed').length,
        failed: failed.length,
        skipped: tests.length - failed.length - tests.filter((test) => test.status === 'passed').length,
      },
      tried: tests.flatMap(({ meta }) => meta.tried ?? []),
      faults:
        faults.length === 0 && status === 'failed' ? [`could not be run: ${firstLine(message)}`] : faults,
    };
  });
}

function firstLine(text = ''): string {
  return text.split('\n', 1)[0] ?? '';
}
