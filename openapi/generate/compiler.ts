import { _, Ajv2020, type CodeKeywordDefinition, Name, type Options } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import { formats } from '../formats.ts';
import type { Schema } from './contract.ts';

/** What the compiled code would load from ajv at run time, written out. */
const LENGTH = 'require("ajv/dist/runtime/ucs2length").default';
const OWN_LENGTH = '((text) => Array.from(text).length)';

/** How many faults the compiled code has found so far. */
const FAULTS_SO_FAR = new Name('errors');

/**
 * Members of a list are the same where they are written alike: an object's properties in the same order. ajv's own
 * keyword compares each with each, of a list of any length and depth: one request could keep a function busy until its
 * time limit. This one looks once at each, and only where nothing else is wrong with the list or its members.
 */
const UNIQUE_ITEMS: CodeKeywordDefinition = {
  keyword: 'uniqueItems',
  type: 'array',
  schemaType: 'boolean',
  error: { message: 'must NOT have duplicate items' },
  code(context) {
    const { data, schema } = context;
    if (schema !== true) return;
    const written = _`new Set(${data}.map((item) => JSON.stringify(item)))`;
    context.fail(_`${FAULTS_SO_FAR} === 0 && ${written}.size < ${data}.length`);
  },
};

/** Gathers schemas, and turns them into code that needs nothing to be loaded. */
export class Compiler {
  readonly #ajv: Ajv2020;
  readonly #ids: string[] = [];
  /** The names of schemas by their text: what says the same is compiled once. */
  readonly #names = new Map<string, string>();

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
    this.#ajv.removeKeyword('uniqueItems').addKeyword(UNIQUE_ITEMS);
    this.#ajv.addVocabulary(['x-pii', 'x-mask', 'x-status', 'x-each-alone', 'example']);
    this.#ajv.addSchema({ $id: 'contract', $defs: relocate(schemas) });
  }

  /** Adds a schema; gives the name that its validator gets, which is another's where that says the same. */
  add(name: string, schema: Schema): string {
    const text = JSON.stringify(schema);
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    this.#ajv.addSchema(relocate(schema) as Schema, name);
    this.#ids.push(name);
    this.#names.set(text, name);
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

/**
 * Make a fault, in place of an object literal at each; the commonest by the one thing that tells them apart. `among` adds
 * those of a part to those of the whole: ajv copies all of them for every part, which of a long list takes minutes.
 */
const FAULTS = `
function among(faults, more) {
  if (faults === null) return more;
  for (const each of more) faults.push(each);
  return faults;
}
function fault(instancePath, keyword, params, message) {
  return { instancePath, keyword, params, message };
}
function unknown(path, additionalProperty) {
  return fault(path, 'additionalProperties', { additionalProperty }, 'must NOT have additional properties');
}
function unlike(path, pattern) {
  return fault(path, 'pattern', { pattern }, 'must match pattern "' + pattern + '"');
}
function missing(path, missingProperty) {
  return fault(path, 'required', { missingProperty }, "must have required property '" + missingProperty + "'");
}
function mistyped(path, type) {
  return fault(path, 'type', { type }, 'must be ' + type);
}
`;

/** Those of `FAULTS` that know their words, by keyword. */
const WORDED: Record<string, string> = {
  additionalProperties: 'unknown',
  pattern: 'unlike',
  required: 'missing',
  type: 'mistyped',
};

/** What makes a text of a number, which a query, being text throughout, never has. */
const STRING_COERCION =
  /if\(typeof (\w+) !== "string"\)\{let (dataType\d+) = typeof \1;let (coerced\d+) = undefined;if\(!\(\3 !== undefined\)\)\{if\(\2 == "number" \|\| \2 == "boolean"\)\{\3 = "" \+ \1;\}else if\(\1 === null\)\{\3 = "";\}else \{(errors = [^;]*;)\}\}if\(\3 !== undefined\)\{\1 = \3;if\(\w+ !== undefined\)\{\w+\[[^\]]*\] = \3;\}\}\}/g;

/** A fault as the compiler writes it: with its place, keyword, parameters and message. */
const FAULT_LITERAL =
  /const (err\d+) = \{instancePath(?::([^{};]+?))?,keyword:("[^"]*"),params:(\{(?:"(?:[^"\\]|\\.)*"|[^"{}])*\}),message:((?:"(?:[^"\\]|\\.)*"|[+\w$.])+)\};if\(vErrors === null\)\{vErrors = \[\1\];\}else \{vErrors\.push\(\1\);\}errors\+\+;/g;

/** How ajv copies the faults of a part. */
const COPIED = /vErrors === null \? (\w+)\.errors : vErrors\.concat\(\1\.errors\)/g;

/** The call that makes a fault. */
function callOf(
  _literal: string,
  _name: string,
  path: string | undefined,
  keyword: string,
  params: string,
  message: string,
): string {
  const place = path ?? 'instancePath';
  const worded = WORDED[JSON.parse(keyword)];
  const made = worded
    ? `${worded}(${place}, ${params.slice(params.indexOf(':') + 1, -1)})`
    : `fault(${place}, ${keyword}, ${params}, ${message})`;
  return `errors = (vErrors ??= []).push(${made});`;
}

/** How a validator is told, and tells others, what a value is in, so that one that was coerced is put back there. */
const PARENTS = /, ?parentData(?::\w+)?, ?parentDataProperty(?::(?:"(?:[^"\\]|\\.)*"|\w+))?/g;

function withoutParents(code: string): string {
  return code.includes('parentData[') ? code : code.replaceAll(PARENTS, '');
}

/**
 * The same code in half of the text. A fault says where it is and why, not by which line of the schema; what is
 * there for `unevaluatedProperties` and `$dynamicRef` goes, since the contract uses neither.
 */
function shorten(code: string): string {
  return (
    FAULTS +
    withoutParents(
      code
        .replaceAll(/schemaPath:"[^"]*",/g, '')
        .replaceAll(
          /const (evaluated\d+) = \w+\.evaluated;if\(\1\.dynamicProps\)\{\1\.props = undefined;\}if\(\1\.dynamicItems\)\{\1\.items = undefined;\}/g,
          '',
        )
        .replaceAll(/\w+\.evaluated = \{[^}]*\};/g, '')
        .replaceAll(', rootData=data, dynamicAnchors={}', '')
        .replaceAll(',rootData,dynamicAnchors', '')
        .replaceAll(FAULT_LITERAL, callOf)
        .replaceAll(COPIED, 'among(vErrors, $1.errors)')
        .replaceAll(STRING_COERCION, 'if(typeof $1 !== "string"){$4}'),
    )
  );
}

/** References as the compiler knows them, and nothing that only people read. */
function relocate(value: unknown): unknown {
  const text = JSON.stringify(value, (key, member) =>
    key === 'description' && typeof member === 'string' ? undefined : member,
  );
  return JSON.parse(text.replaceAll('"#/components/schemas/', '"contract#/$defs/'));
}
