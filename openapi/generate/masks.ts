import { type Contract, jsonSchemaOf, piiClasses, refer, routesOf, type Schema } from './contract.ts';
import { HEADER, union } from './literal.ts';

/** The module `masks/masks.ts`: the interfaces of all masks. */
export const maskTypes = `${HEADER}
export type PiiClass = ${union(piiClasses)};

/** The classes that may leave in clear, and, once a body is masked, those of which something does. */
export interface Clearance {
  readonly lifted: ReadonlySet<PiiClass>;
  readonly released: Set<PiiClass>;
}

/** Masks in place, in a body, every classed property whose class is not lifted. */
export type Mask = (body: unknown, clearance: Clearance) => void;

/** The masks of an operation by status; null: that answer has no classed property. */
export type ResponseMasks = Readonly<Record<string, Mask | null>>;
`;

/** The module \`masks/<room>.ts\`. \`formats\` is how it imports the mask formats. */
export function masksModule(contract: Contract, room: string, formats: string): string {
  const writer = new MaskWriter(contract);
  const entries = routesOf(contract)
    .filter(({ operation }) => operation['x-function'] === room)
    .map(({ operation }) => {
      const masks = Object.entries(operation.responses).map(
        ([status, { content }]) => `'${status}': ${writer.mask(jsonSchemaOf(content) ?? {}) ?? 'null'}`,
      );
      return `  ${operation.operationId}: { ${masks.join(', ')} },`;
    });
  const imports = writer.functions.length > 0 ? `import { isRecord, maskProperty } from '${formats}';\n` : '';
  const types = writer.functions.length > 0 ? 'Clearance, ResponseMasks' : 'ResponseMasks';
  return `${HEADER}${imports}import type { ${types} } from './masks.ts';

export const masks = {
${entries.join('\n')}
} satisfies Record<string, ResponseMasks>;
${writer.functions.join('')}`;
}

/** Where a schema may hold classed properties: the keywords that the masks follow. */
const FOLLOWED = [
  '$ref',
  'allOf',
  'anyOf',
  'oneOf',
  'properties',
  'items',
  'additionalProperties',
  'patternProperties',
];

/** Writes one function per schema that has something to mask, and one per shared schema, however it is nested. */
class MaskWriter {
  readonly functions: string[] = [];
  readonly #names = new Map<Schema, string>();
  readonly #contract: Contract;

  constructor(contract: Contract) {
    this.#contract = contract;
  }

  /** The name of the function that masks values of a schema, or undefined where nothing is classed. */
  mask(schema: Schema): string | undefined {
    if (schema['x-pii'] !== undefined) throw new Error('only a property can be classed');
    return this.#mask(schema);
  }

  #mask(schema: Schema): string | undefined {
    if (
      schema.$ref !== undefined &&
      Object.keys(schema).every((keyword) => !FOLLOWED.slice(1).includes(keyword))
    ) {
      return this.#mask(refer(this.#contract, schema.$ref).schema);
    }
    const known = this.#names.get(schema);
    if (known !== undefined || !this.#hasClassed(schema)) return known;
    const name = `mask${this.#names.size + 1}`;
    this.#names.set(schema, name);
    const lines = [...this.#branches(schema), ...this.#members(schema), ...this.#properties(schema)];
    const head = `function ${name}(value: unknown, clearance: Clearance): void {`;
    this.functions.push(`\n${head}\n${lines.map((line) => `  ${line}\n`).join('')}}\n`);
    return name;
  }

  #branches({ $ref, allOf = [], anyOf = [], oneOf = [] }: Schema): string[] {
    const referred = $ref === undefined ? [] : [{ $ref }];
    return [...referred, ...allOf, ...anyOf, ...oneOf].flatMap((branch) => this.#call(branch, 'value'));
  }

  #members({ items, additionalProperties, patternProperties = {} }: Schema): string[] {
    const ofItems = items ? this.#call(items, 'item') : [];
    const maps = [additionalProperties, ...Object.values(patternProperties)];
    const ofMaps = maps.flatMap((map) => (typeof map === 'object' ? this.#call(map, 'member') : []));
    return [
      ...ofItems.map((call) => `if (Array.isArray(value)) for (const item of value) ${call}`),
      ...ofMaps.map((call) => `if (isRecord(value)) for (const member of Object.values(value)) ${call}`),
    ];
  }

  #properties({ properties = {} }: Schema): string[] {
    const lines = Object.entries(properties).flatMap(([property, schema]) => {
      const key = JSON.stringify(property);
      const { 'x-pii': pii, 'x-mask': format = 'absent' } = this.#annotation(schema);
      const own = pii ? [`maskProperty(value, ${key}, '${pii}', '${format}', clearance);`] : [];
      const inner = this.#mask(schema);
      return inner ? [...own, `${inner}(value[${key}], clearance);`] : own;
    });
    return lines.length > 0 ? ['if (!isRecord(value)) return;', ...lines] : [];
  }

  #call(schema: Schema, what: string): string[] {
    if (this.#annotation(schema)['x-pii'] !== undefined) throw new Error('only a property can be classed');
    const name = this.#mask(schema);
    return name ? [`${name}(${what}, clearance);`] : [];
  }

  /** The class of a property: beside its reference, or on what it refers to. */
  #annotation(schema: Schema): Pick<Schema, 'x-pii' | 'x-mask'> {
    if (schema['x-pii'] !== undefined || schema.$ref === undefined) return schema;
    return this.#annotation(refer(this.#contract, schema.$ref).schema);
  }

  /** Whether anything below a schema is classed. Throws where it is so under a keyword that no mask follows. */
  #hasClassed(schema: Schema, seen = new Set<unknown>()): boolean {
    if (seen.has(schema)) return false;
    seen.add(schema);
    const found = schema.$ref === undefined ? [] : [refer(this.#contract, schema.$ref).schema];
    for (const [keyword, member] of Object.entries(schema)) {
      if (keyword === 'properties' || keyword === 'patternProperties')
        found.push(...Object.values(member as object));
      else if (FOLLOWED.includes(keyword) && typeof member === 'object')
        found.push(...[member as Schema].flat());
      else if (JSON.stringify(member)?.includes('"x-pii"')) throw new Error(`no mask follows ${keyword}`);
    }
    return found
      .map((child) => child['x-pii'] !== undefined || this.#hasClassed(child, seen))
      .some((classed) => classed);
  }
}
