/**
 * Every test file begins with this: from here on each answer of the API that the file gets is held against the contract.
 * One that a test took for a failure of its own making fails it all the same. `npm run prove` counts the answers.
 */
import { appendFileSync, mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, afterEach, expect } from 'vitest';
import { validatedFetch } from './validated-fetch.ts';

const ROOT = join(import.meta.dirname, '../..');

/** One line per test file: `{"file": …, "answers": {"createQuote 201": 17, …}}`. */
const ANSWERS = join(ROOT, '.proof/answers.jsonl');

const answers = new Map<string, number>();
const violations: string[] = [];

globalThis.fetch = validatedFetch(globalThis.fetch, ({ asked, status, violation }) => {
  const answer = `${asked} ${status}`;
  answers.set(answer, (answers.get(answer) ?? 0) + 1);
  if (violation) violations.push(violation);
});

function refuseViolations(): void {
  const found = violations.splice(0);
  if (found.length > 0) throw new Error(found.join('\n'));
}

afterEach(refuseViolations);
afterAll(() => {
  if (process.env.PROVE === 'whole' && answers.size > 0) record();
  refuseViolations();
});

/** Appends in one write, since several test files end at once. */
function record(): void {
  const file = relative(ROOT, expect.getState().testPath ?? '');
  mkdirSync(join(ROOT, '.proof'), { recursive: true });
  appendFileSync(ANSWERS, `${JSON.stringify({ file, answers: Object.fromEntries(answers) })}\n`);
}
