import { _, Ajv2020, type Options } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import { formats } from '../formats.ts';
import type { Schema } from './contract.ts';

/** What the compiled code would load from ajv at run time, written out. */
const LENGTH = 'require("ajv/dist/runtime/ucs2length").default';
const OWN_LENGTH = '((text) => Array.from(text).length)';

/** Gathers schemas, and turns them into code that needs nothing to be loaded. */
export class Compiler {
  readonly #ajv: Ajv2020;
  readonly #ids: string[] = [];

  /** `schemas` are those that the others refer to, as `#/components/schemas/<name>`. */
  constructor(schemas: Record<string, Schema>, options: Options = {}) {
    this.#ajv = new Ajv2020({
      allErrors: true,
      allowUnionTypes: true,
      // Compiling looks at every keyword and its value by itself; the meta-schema would only cost time.
      meta: false,
      validateSchema: false,
      formats,
      code: { source: true, esm: true, formats: _`formats` },
      ...options,
    });
    this.#ajv.addVocabulary(['x-pii', 'x-mask', 'x-status', 'example']);
    this.#ajv.addSchema({ $id: 'contract', $defs: relocate(schemas) });
  }

  /** Adds a schema; gives the name that its validator gets. */
  add(name: string, schema: Schema): string {
    if (!this.#ids.includes(name)) {
      this.#ajv.addSchema(relocate(schema) as Schema, name);
      this.#ids.push(name);
    }
    return name;
  }

  /** What is wrong with a value by a schema that was added; empty where nothing is. */
  check(name: string, value: unknown): string[] {
    if (this.#ajv.validate(name, value)) return [];
    return (this.#ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  }

  /**
   * Code that exports a validator for every schema that was added. It needs `formats` in scope. It stands at the
   * top level of its module, where a bundler leaves out what nothing uses.
   */
  compile(): string {
    const names = Object.fromEntries(this.#ids.map((id) => [id, id]));
    const code = shorten(standalone.default(this.#ajv, names)).replaceAll(LENGTH, OWN_LENGTH);
    const left = /require\("[^"]*"\)/.exec(code)?.[0];
    if (left !== undefined) throw new Error(`a schema uses what would load more at run time: ${left}`);
    return code;
  }
}

/** The same code in two thirds of the text: a fault says where it is and why, not by which line of the schema. */
function shorten(code: string): string {
  return code
    .replaceAll(/schemaPath:"[^"]*",/g, '')
    .replaceAll(
      /if\(vErrors === null\)\{vErrors = \[(err\d+)\];\}else \{vErrors\.push\(\1\);\}/g,
      '(vErrors ??= []).push($1);',
    );
}

/** References as the compiler knows them. */
function relocate(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll('"#/components/schemas/', '"contract#/$defs/'));
}
