import type { RunnerTestCase } from 'vitest';

/** What a test tried, how often, and what else is worth reading of it, by name. */
export interface Tried {
  what: string;
  count: number;
  figures?: Readonly<Record<string, string | number>>;
}

/** Where a test keeps what it tried: reporters find it at the test as `meta.tried`. */
declare module 'vitest' {
  interface TaskMeta {
    tried?: Tried[];
  }
}

/** How often to try something: the short number in the suite, the whole one under `npm run prove`. */
export function times(short: number, whole: number): number {
  return process.env.PROVE === 'whole' ? whole : short;
}

/**
 * Puts on record what a test tried, and how often, for `npm run prove` to print. Throws where nothing was tried: a check
 * that looked at nothing must not read as one that held.
 */
export function tried(
  task: Readonly<Pick<RunnerTestCase, 'meta'>>,
  what: string,
  count: number,
  figures?: Tried['figures'],
): void {
  if (!(count > 0)) throw new Error(`nothing was tried of: ${what}`);
  task.meta.tried = [...(task.meta.tried ?? []), { what, count, ...(figures && { figures }) }];
}
