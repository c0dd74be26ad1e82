import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningApi } from './api.ts';

/** Whether a process runs; one that has ended but that nobody has asked after does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** The process of the database that runs, or last ran, for an API. */
export function databaseProcess({ dataDir }: RunningApi): number {
  return Number(readFileSync(join(dataDir, 'dynoxide.pid'), 'utf8'));
}
