import { readFileSync } from 'node:fs';

/** The resident memory of a process now, in bytes, without what files stand behind. Throws when it has ended. */
export function residentBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return 1024 * Number(/^RssAnon:\s+(\d+) kB/m.exec(status)?.[1]);
}
