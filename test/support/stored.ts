import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningApi } from './api.ts';
import { readTables } from './sqlite-tables.ts';

/** For how long nothing may change before all is at rest, and how long that may take to come. */
const QUIET_MS = 700;
const PATIENCE_MS = 30_000;

/** The rows of every table of the app, by the name of the table. */
export function storedRows({ dataDir }: Pick<RunningApi, 'dataDir'>): Map<string, string> {
  const tables = readTables(join(dataDir, 'dynamodb.sqlite'));
  return new Map([...tables].filter(([name]) => name.startsWith('local-')));
}

/** The same once nothing follows any more from what was done before. Throws where that never comes. */
export async function rowsAtRest(api: Pick<RunningApi, 'dataDir'>): Promise<Map<string, string>> {
  const until = Date.now() + PATIENCE_MS;
  for (let before = storedRows(api); ; ) {
    await sleep(QUIET_MS);
    const now = storedRows(api);
    if (changedTables(before, now).length === 0) return now;
    if (Date.now() > until) throw new Error(`never at rest: ${changedTables(before, now).join(', ')}`);
    before = now;
  }
}

/** The names of the tables whose rows differ. */
export function changedTables(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): string[] {
  return [...after.keys()].filter((name) => before.get(name) !== after.get(name));
}
