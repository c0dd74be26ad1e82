/** The first line of every generated module. */
export const HEADER = '// Made from the contract by openapi/generate.ts.\n';

/** A value as a TypeScript literal. */
export function literal(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

/** Names as a union of string literal types. */
export function union(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(' | ');
}
