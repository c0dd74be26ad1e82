import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

export interface Import {
  /** A path from the project's root, or the name of a package. */
  from: string;
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
    typeOnly: isTypeOnly(names),
  }));
  const dynamic = [...text.matchAll(DYNAMIC)].map(([, from = '']) => ({
    from: resolve(from),
    typeOnly: false,
  }));
  return [...fixed, ...dynamic];
}

/** `import type …`, or braces in which everything is a type. */
function isTypeOnly(names: string): boolean {
  if (/^type\s/.test(names)) return true;
  const [, inside] = /^\{([^}]*)\}$/.exec(names.trim()) ?? [];
  const members = inside?.split(',').map((member) => member.trim()) ?? [];
  return members.some((member) => member !== '') && members.every((member) => /^(type\s|$)/.test(member));
}
