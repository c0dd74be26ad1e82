import type { Tried } from '../support/evidence.ts';
import type { TestedClaim } from './chapters.ts';
import type { Finding, Tests } from './finding.ts';
import type { TestedFile } from './run-tests.ts';

/**
 * Judges a claim by its tests. It is held when each of its files was run, something passed, nothing failed, and
 * everything that has to be tried so and so often was.
 */
export function judge(
  { claim, files, least = [], itemised }: TestedClaim,
  ran: readonly TestedFile[],
): Finding {
  const own = ran.filter(({ file }) => files.some((begin) => file.startsWith(begin)));
  const tests = own.reduce(added, { passed: 0, failed: 0, skipped: 0 });
  const tried = summed(own.flatMap((file) => file.tried));
  const missing = files.filter((begin) => !own.some(({ file }) => file.startsWith(begin)));
  const faults = [
    ...missing.map((file) => `${file} was not run`),
    ...own.flatMap((file) => file.faults),
    ...(tests.passed === 0 ? ['no test passed'] : []),
    ...least.flatMap(({ what, count }) => {
      const had = tried.find((each) => each.what === what)?.count ?? 0;
      return had < count ? [`${what}: ${had} of the ${count} that have to be`] : [];
    }),
  ];
  return { claim, held: faults.length === 0, tried, tests, faults, ...(itemised && { itemised }) };
}

function added(sum: Tests, { tests }: TestedFile): Tests {
  return {
    passed: sum.passed + tests.passed,
    failed: sum.failed + tests.failed,
    skipped: sum.skipped + tests.skipped,
  };
}

/** What was tried under the same words, together; of their figures numbers are added, of all others the last one stays. */
export function summed(tried: readonly Tried[]): Tried[] {
  const groups = Map.groupBy(tried, ({ what }) => what);
  return [...groups].map(([what, group]) => {
    const count = group.reduce((sum, each) => sum + each.count, 0);
    const figures: Record<string, string | number> = {};
    for (const [name, figure] of group.flatMap((each) => Object.entries(each.figures ?? {}))) {
      const before = figures[name];
      figures[name] = typeof before === 'number' && typeof figure === 'number' ? before + figure : figure;
    }
    return { what, count, ...(Object.keys(figures).length > 0 && { figures }) };
  });
}
