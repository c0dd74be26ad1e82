import { Compiler } from './compiler.ts';
import { type Contract, refer, type Schema } from './contract.ts';
import { HEADER } from './literal.ts';

/** The schemas without the items of the lists that are checked each by itself. */
export function withoutAlone(schemas: Record<string, Schema>): Record<string, Schema> {
  const text = JSON.stringify(schemas, (_key, member) => {
    if (!isAlone(member)) return member;
    const { items: _items, ...list } = member;
    return list;
  });
  return JSON.parse(text);
}

/** The modules of the validators of such items, by file name: `<schema-name>.js` and its declarations. */
export function aloneModules(contract: Contract): [file: string, text: string][] {
  return itemsAlone(contract.components.schemas).flatMap((ref): [string, string][] => {
    const { name } = refer(contract, ref);
    const compiler = new Compiler(contract.components.schemas);
    compiler.add('validate', { $ref: ref });
    const file = name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
    const formats = `${HEADER}import { formats } from '../../formats.ts';\n`;
    return [
      [`${file}.js`, `${formats}\n${compiler.compile()}\n`],
      [`${file}.d.ts`, declaration(name)],
    ];
  });
}

function declaration(name: string): string {
  return `${HEADER}import type { Validate } from './validators.ts';

/** Checks one ${name}. */
export declare const validate: Validate;
`;
}

/** The references to the schemas of items that are checked each by itself. */
function itemsAlone(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.values(value).flatMap(itemsAlone);
  const ref = isAlone(value) ? value.items?.$ref : undefined;
  return ref === undefined ? below : [ref, ...below];
}

function isAlone(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && 'x-each-alone' in value;
}
