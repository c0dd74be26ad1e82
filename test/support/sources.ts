import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

export interface Import {
  /** A path from the project's root, or the name of a package. */
  from: string;
  /** What is imported by name, as it is called there; empty where all of it is. */
  names: readonly string[];
  /** Whether nothing of it is left when the program runs. */
  typeOnly: boolean;
}

/** A source file of the project, by its path from the root. */
export interface Source {
  path: string;
  text: string;
  imports: Import[];
}

/** Every source file that is written by hand. */
export function readSources(): Source[] {
  return globSync('{functions,infra,openapi,test}/**/*.{ts,mjs}', { cwd: ROOT })
    .filter((path) => !path.startsWith('openapi/generated/'))
    .map((path) => {
      const text = readFileSync(join(ROOT, path), 'utf8');
      return { path, text, imports: importsOf(path, text) };
    });
}

const STATIC = /^(?:import|export)\s+(?:([^;'"]*?)\s+from\s+)?'([^']+)'/gm;
const DYNAMIC = /\bimport\(\s*'([^']+)'/g;

function importsOf(path: string, text: string): Import[] {
  const resolve = (name: string) => (name.startsWith('.') ? normalize(join(dirname(path), name)) : name);
  const fixed = [...text.matchAll(STATIC)].map(([, names = '', from = '']) => ({
    from: resolve(from),
    names: namesIn(names),
    typeOnly: isTypeOnly(names),
  }));
  const dynamic = [...text.matchAll(DYNAMIC)].map(([, from = '']) => ({
    from: resolve(from),
    names: [],
    typeOnly: false,
  }));
  return [...fixed, ...dynamic];
}

/** The names of values in the braces of an import, without what they are called here. */
function namesIn(names: string): string[] {
  return membersIn(names).flatMap((member) => /^(?!type\s)([\w$]+)/.exec(member)?.[1] ?? []);
}

/** `import type …`, or braces in which everything is a type. */
function isTypeOnly(names: string): boolean {
  if (/^type\s/.test(names)) return true;
  const members = membersIn(names);
  return members.length > 0 && members.every((member) => /^type\s/.test(member));
}

function membersIn(names: string): string[] {
  const [, inside = ''] = /^(?:type\s+)?\{([^}]*)\}$/.exec(names.trim()) ?? [];
  return inside
    .split(',')
    .map((member) => member.trim())
    .filter((member) => member !== '');
}
