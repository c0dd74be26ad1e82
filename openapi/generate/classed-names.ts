import { type Contract, piiClasses } from './contract.ts';
import { HEADER, literal, union } from './literal.ts';

/** The module `classed-names.ts`: every name under which the contract has personal data, for masking log lines. */
export function classedNamesModule({ components, paths }: Contract): string {
  const names = new Map<string, unknown>();
  collect(components.schemas, names);
  collect(paths, names);
  return `${HEADER}
/** The class of what stands under a property's name; of a name with several, one. */
export const classedNames: Readonly<Record<string, ${union(piiClasses)}>> = ${literal(Object.fromEntries(names))};
`;
}

function collect(value: unknown, names: Map<string, unknown>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    if (typeof member === 'object' && member !== null && 'x-pii' in member) names.set(name, member['x-pii']);
    collect(member, names);
  }
}
