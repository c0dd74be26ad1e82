import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where the files of a document lie in the buckets of a data directory, in whichever folder. */
export function storedFiles(dataDir: string, documentId: string): string[] {
  const paths = readdirSync(join(dataDir, 's3'), { recursive: true }).map(String);
  return paths.filter((path) => path.includes(documentId));
}
