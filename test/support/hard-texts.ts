import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import ts from 'typescript';
import type { Contract } from '../../openapi/generate/contract.ts';

const ROOT = join(import.meta.dirname, '../..');

/** What repeats in texts that are hard on a pattern, beside the letters that it takes. */
const PUMPS = ['a', 'A', '1', ' ', '.', '-', '@', '/', '\t', 'a1', '0.', 'a.', 'é', '💶'];
/** What makes a pattern fail at the very end, so that it looks for another way. */
const ENDS = ['', '\u0000', '@'];

/** A regular expression, and where it stands. */
export interface Pattern {
  readonly regex: RegExp;
  readonly at: string;
}

/** Every pattern of the contract, as the validators test it. */
export function patternsOf(contract: Contract): Pattern[] {
  const found = new Map<string, Pattern>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('pattern' in value && typeof value.pattern === 'string')
      found.set(value.pattern, { regex: new RegExp(value.pattern, 'u'), at: value.pattern });
    for (const inner of Object.values(value)) visit(inner);
  };
  visit(contract);
  return [...found.values()];
}

/** Every regular expression that the functions' code has written out. */
export function patternsInCode(): Pattern[] {
  const files = globSync('functions/**/*.ts', { cwd: ROOT }).filter((path) => !path.endsWith('.test.ts'));
  return files.flatMap((path) => {
    const source = ts.createSourceFile(path, readFileSync(join(ROOT, path), 'utf8'), ts.ScriptTarget.Latest);
    const found: Pattern[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) found.push(writtenOut(node.text, path));
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  });
}

function writtenOut(literal: string, at: string): Pattern {
  const end = literal.lastIndexOf('/');
  // Where one test begins must not depend on where another ended.
  const flags = literal.slice(end + 1).replaceAll(/[gy]/g, '');
  return { regex: new RegExp(literal.slice(1, end), flags), at: `${at}: ${literal}` };
}

/** Texts of a length that make a regular expression work as hard as it can. */
export function hardTexts({ regex }: Pattern, length: number): string[] {
  const samples = fc.sample(matching(regex), { numRuns: 3, seed: 1 }).filter((text) => text !== '');
  const letters = [...new Set(samples.flatMap((text) => [...text.slice(0, 4), ...text.slice(-2)]))];
  const pumps = [...new Set([...PUMPS, ...samples, ...letters])];
  return pumps.flatMap((pump) => {
    const body = pump.repeat(Math.ceil(length / pump.length)).slice(0, length);
    return ENDS.flatMap((end) => [body + end, ...samples.slice(0, 1).map((text) => text + body + end)]);
  });
}

/** Some have what fast-check cannot make: these are tried with the letters alone. */
function matching(regex: RegExp): fc.Arbitrary<string> {
  try {
    return fc.stringMatching(regex, { maxLength: 40 });
  } catch {
    return fc.constant('');
  }
}

/** How long the processor needs for something, in milliseconds, whoever else is at work on the machine. */
export function cpuMs(act: () => void): number {
  const start = process.threadCpuUsage();
  act();
  const { user, system } = process.threadCpuUsage(start);
  return (user + system) / 1000;
}
