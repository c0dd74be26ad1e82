import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { times, tried } from '../../support/evidence.ts';
import { runChecks, synthesize } from './check.ts';
import { Copies } from './copies.ts';
import type { Fault } from './fault.ts';
import { faults } from './faults.ts';
import type { Tree } from './tree.ts';

/** A few in the suite, all where everything is proven. */
const chosen = faults.filter(({ always }) => always || times(0, 1) === 1);

/** Faults are made in so many copies of the project at the same time. */
const AT_ONCE = 2;
const LIMIT_MS = 600_000;

/** How a check fails that found what it looks for: by an expectation, or by an example against what it claims of all. */
const SAYS_NO = /^(AssertionError|Error: promise \w+ .* instead of \w+|Error: Property failed after)/;

let copies: Copies;

beforeAll(() => {
  copies = new Copies(AT_ONCE);
});
afterAll(() => copies?.remove());

/** What became of the check of a fault with that in a copy of the project, which is sound again afterwards. */
async function withFault(tree: Tree, fault: Fault) {
  const { caughtBy, synthesized } = fault;
  const mend = tree.plant(fault);
  try {
    if (synthesized) await synthesize(tree);
    const [outcomes = []] = await runChecks(tree, [caughtBy]);
    return outcomes;
  } finally {
    mend();
    if (synthesized) tree.restoreMade();
  }
}

it('without a fault every check that is to catch one passes', { timeout: LIMIT_MS }, async ({ task }) => {
  const checks = chosen.map(({ caughtBy }) => caughtBy);

  const outcomes = await copies.use((tree) => runChecks(tree, checks));

  for (const [index, { test }] of checks.entries()) {
    const statuses = outcomes[index]?.map(({ status }) => status);
    expect(statuses, test).toContain('passed');
    expect(statuses, test).not.toContain('failed');
  }
  tried(task, 'checks that are to catch a planted fault', checks.length);
});

describe.concurrent('a planted fault is caught by the check that is named for it:', () => {
  const named = chosen.map((fault) => [`${fault.kind}: ${fault.name}`, fault] as const);

  it.for(named)('%s', { timeout: LIMIT_MS }, async ([, fault], { task, expect: expectHere }) => {
    const { caughtBy, name } = fault;

    const outcomes = await copies.use((tree) => withFault(tree, fault));

    const failed = outcomes.filter(({ status }) => status === 'failed');
    expectHere(failed.map(({ title }) => title)).toContainEqual(expect.stringContaining(caughtBy.test));
    // It says no, rather than fall over something else.
    for (const { failures } of failed) expectHere(failures[0]).toMatch(SAYS_NO);
    tried(task, name, 1, { caughtBy: `${caughtBy.file}: ${caughtBy.test}` });
  });
});
