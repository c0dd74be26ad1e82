import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from './canonical.ts';
import { sha256 } from './hash.ts';

/** What was published in a folder: a document by the name of its file, without `.json`. */
export interface Published<Content> {
  names(): readonly string[];
  find(name: string): Content | undefined;
}

/**
 * The JSON files of a folder, listed once, each read when first asked for. What is not listed is never looked for. That
 * a file fits its schema was checked when the project was built.
 */
export function publishedIn<Content>(
  folder: string,
  understand: (name: string, content: unknown) => Content,
): Published<Content> {
  const read = new Map<string, Content>();
  let listed: readonly string[] | undefined;
  const names = () => {
    listed ??= readdirSync(folder).flatMap((file) => /^(.*)\.json$/.exec(file)?.[1] ?? []);
    return listed;
  };
  const find = (name: string): Content | undefined => {
    if (!read.has(name) && names().includes(name)) {
      const content: unknown = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
      read.set(name, understand(name, content));
    }
    return read.get(name);
  };
  return { names, find };
}

/** SHA-256, in base64url, of what a file says, whatever its layout. */
export function digestOf(content: unknown): string {
  return sha256(canonicalJson(content));
}

/** Orders names such as `motor-be@1.10.0` by semantic version. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [versionOf(a), versionOf(b)];
  const differing = left.findIndex((part, index) => part !== right[index]);
  return (left[differing] ?? 0) - (right[differing] ?? 0);
}

function versionOf(name: string): number[] {
  return (name.split('@')[1] ?? '').split('.').map(Number);
}
