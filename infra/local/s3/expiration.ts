import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** How long objects whose keys begin alike are kept. */
export interface Expiration {
  /** Ends with a slash. */
  prefix: string;
  days: number;
}

const DAY_MS = 86_400_000;

/** Deletes from a bucket's directory what has been there for longer than its rule says. */
export function expire(bucketDirectory: string, { prefix, days }: Expiration): void {
  const directory = join(bucketDirectory, prefix);
  if (!existsSync(directory)) return;
  // The real clock, which is the file system's: Date may be shifted.
  const oldest = performance.timeOrigin + performance.now() - days * DAY_MS;
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isFile() && statSync(file).mtimeMs < oldest) rmSync(file);
  }
}
