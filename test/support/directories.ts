import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made: string[] = [];
process.once('exit', () => {
  for (const directory of made) rmSync(directory, { recursive: true, force: true });
});

/** A folder of its own under the system's temporary one. Gone when the process ends. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'partner-api-'));
  made.push(directory);
  return directory;
}

/** A function's unpacked asset: `source` as index.mjs. */
export function asset(source: string): string {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, 'index.mjs'), source);
  return directory;
}
