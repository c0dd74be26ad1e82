import { execFile } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault } from './fault.ts';
import type { Tree } from './tree.ts';

/** A check by its name: a file of tests, and a part of a title. */
export type Check = Fault['caughtBy'];

/** What became of a test. */
export interface TestOutcome {
  title: string;
  status: 'passed' | 'failed' | 'pending' | 'skipped' | 'todo';
  /** What it failed by, with where that was: none where it passed. */
  failures: readonly string[];
}

/** What vitest's JSON reporter says, as far as it is read. */
interface Report {
  testResults: {
    name: string;
    message: string;
    assertionResults: { fullName: string; status: TestOutcome['status']; failureMessages: string[] | null }[];
  }[];
}

/** Longer than any check takes. */
const LIMIT_MS = 600_000;

/** What a child may know of this process: nothing of the tests that run in it. */
const { PATH, HOME, TMPDIR, CHROMIUM } = process.env;
const environment = { PATH, HOME, TMPDIR, CHROMIUM };

/**
 * Runs checks in a copy of the project, in one go; answers what became of each, in their order: of every test whose title
 * has the part that was named. What is not in any title is no test, and has no outcome. Throws where nothing was run.
 */
export async function runChecks(tree: Tree, checks: readonly Check[]): Promise<TestOutcome[][]> {
  const files = [...new Set(checks.map(({ file }) => file))];
  const titles = checks.map(({ test }) => escaped(test)).join('|');
  const output = join(tree.directory, `outcome-${crypto.randomUUID()}.json`);
  const reporter = ['--reporter=json', `--outputFile=${output}`];
  const command = ['node_modules/vitest/vitest.mjs', 'run', ...files, '-t', `(${titles})`, ...reporter];
  const { code, printed } = await run(tree, command);
  if (!existsSync(output)) throw new Error(`vitest ended with ${code}, and no report:\n${printed}`);
  const { testResults } = JSON.parse(readFileSync(output, 'utf8')) as Report;
  rmSync(output);
  return checks.map(({ file, test }) => {
    const { assertionResults = [] } = testResults.find(({ name }) => name.endsWith(`/${file}`)) ?? {};
    return assertionResults
      .filter(({ fullName }) => fullName.includes(test))
      .map(({ fullName, status, failureMessages }) => ({
        title: fullName,
        status,
        failures: failureMessages ?? [],
      }));
  });
}

/** Synthesizes what a copy of the project says now. Throws with what was printed where that fails. */
export async function synthesize(tree: Tree): Promise<void> {
  const steps = [
    ['openapi/generate.ts'],
    ['infra/app.ts', '-c', 'stage=local', '-c', 'partners=infra/local/partners.json'],
  ];
  for (const step of steps) {
    const { code, printed } = await run(tree, step);
    if (code !== 0) throw new Error(`node ${step.join(' ')} ended with ${code}:\n${printed}`);
  }
}

/** Runs Node in a copy of the project; that it ends with a fault is no fault. */
function run({ directory }: Tree, args: readonly string[]): Promise<{ code: number; printed: string }> {
  const options = { cwd: directory, env: environment, timeout: LIMIT_MS, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve) => {
    execFile(process.execPath, [...args], options, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code ?? 1) : 0, printed: `${stdout}${stderr}` });
    });
  });
}

/** A text as a pattern that fits it alone. */
function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
