import { readdirSync, readFileSync } from 'node:fs';
import { Compiler } from './compiler.ts';
import type { Schema } from './contract.ts';

/** The file name of what has versions is its identity. */
const VERSIONED = /^[a-z][a-z0-9-]{1,39}@\d{1,4}\.\d{1,4}\.\d{1,4}\.json$/;

/** What the files of a folder are to fit. */
interface Fitness {
  /** What the schema refers to. */
  schemas: Record<string, Schema>;
  schema: Schema;
  /** What is wrong with a content that its schema cannot say. */
  more?: (content: unknown) => readonly string[];
  /** Whether a file is named `<name>@<version>.json`. */
  versioned: boolean;
}

/** Everything that is wrong with the JSON files of a folder, each with its file's name. */
export function faultsIn(
  folder: URL,
  { schemas, schema, more = () => [], versioned }: Fitness,
): readonly string[] {
  const compiler = new Compiler(schemas);
  compiler.add('published', schema);
  return readdirSync(folder).flatMap((file) => {
    const content: unknown = JSON.parse(readFileSync(new URL(encodeURIComponent(file), folder), 'utf8'));
    const unfit = compiler.check('published', content);
    const misnamed = versioned && !VERSIONED.test(file) ? ['is not named <name>@<version>.json'] : [];
    return [...misnamed, ...(unfit.length > 0 ? unfit : more(content))].map((fault) => `${file}: ${fault}`);
  });
}

/** Throws, naming every fault, where there is one: here, once, so that nothing is checked while a request waits. */
export function refuseFaults(faults: readonly string[]): void {
  if (faults.length > 0) throw new Error(`What is published is not fit to be:\n${faults.join('\n')}`);
}
