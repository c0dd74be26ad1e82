import type { Schema } from '../generate/contract.ts';
import { type Clause, clause, type Side } from './clause.ts';
import { rangeOf, setOf } from './words.ts';

/** Keywords that promise nothing, or that another rule than a term's looks at. */
const SILENT = ['description', 'title', 'example', 'properties', 'items', 'additionalProperties', 'x-status'];

const SCHEMAS = '#/components/schemas/';

type Terms = Parameters<typeof clause>[2];

/** How a keyword is said in terms. What stands beside it in the schema is at hand; what is read there says nothing more. */
const sayings: Record<string, (schema: Schema, side: Side) => Terms> = {
  $ref: ({ $ref = '' }) => ({ is: $ref.replace(SCHEMAS, '') }),
  type: ({ type = [] }) => ({ type: setOf([type].flat()) }),
  enum: ({ enum: values }) => ({ 'one-of': setOf((values as unknown[]).map(String)) }),
  const: ({ const: value }) => ({ 'one-of': String(value) }),
  anyOf: ({ anyOf = [] }) => ({ 'any-of': setOf(anyOf.map(alternativeOf)) }),
  minLength: lengthOf,
  maxLength: lengthOf,
  minimum: boundsOf,
  maximum: boundsOf,
  minItems: itemsOf,
  maxItems: itemsOf,
  minProperties: sizeOf,
  maxProperties: sizeOf,
  uniqueItems: ({ uniqueItems }) => ({ unique: uniqueItems === true }),
  propertyNames: ({ propertyNames }) => ({ names: JSON.stringify(propertyNames) }),
  dependentRequired: ({ dependentRequired }) => ({ 'goes-with': JSON.stringify(dependentRequired) }),
  format: ({ format }) => ({ format: String(format) }),
  pattern: ({ pattern }) => ({ pattern: String(pattern) }),
  default: ({ default: value }) => ({ default: JSON.stringify(value) }),
  // Of what is sent, a class says how it is logged and kept: nothing that who sends it would see.
  'x-pii': ({ 'x-pii': piiClass }, side) => (side === 'gives' ? { class: piiClass } : {}),
  'x-mask': ({ 'x-mask': mask }, side) => (side === 'gives' ? { mask } : {}),
  'x-each-alone': () => ({ 'each-alone': true }),
  deprecated: ({ deprecated }) => ({ deprecated: deprecated === true }),
  required: () => ({}),
};

function lengthOf({ minLength, maxLength }: Schema): Terms {
  return { length: rangeOf(minLength, maxLength) };
}

function boundsOf({ minimum, maximum }: Schema): Terms {
  return { value: rangeOf(minimum, maximum) };
}

function itemsOf({ minItems, maxItems }: Schema): Terms {
  return { items: rangeOf(minItems, maxItems) };
}

function sizeOf({ minProperties, maxProperties }: Schema): Terms {
  return { size: rangeOf(minProperties, maxProperties) };
}

/** An alternative: the schema that it refers to, or all that it says. */
function alternativeOf(schema: Schema): string {
  return schema.$ref?.replace(SCHEMAS, '') ?? JSON.stringify(schema);
}

/**
 * What a schema promises: a clause of its own, and one of each of its parts. `terms` go before those of its keywords.
 * Throws on a keyword of which nobody has decided what it promises.
 */
export function schemaClauses(side: Side, subject: string, schema: Schema, terms: Terms = {}): Clause[] {
  const { properties = {}, required = [], items, additionalProperties } = schema;
  const said = Object.keys(schema)
    .filter((keyword) => !SILENT.includes(keyword))
    .map((keyword) => {
      const saying = sayings[keyword];
      if (!saying) throw new Error(`${subject}: nobody has said what ${keyword} promises`);
      return saying(schema, side);
    });
  const all: Terms = Object.assign({ ...terms, closed: additionalProperties === false }, ...said);
  return [
    clause(side, subject, all),
    ...Object.entries(properties).flatMap(([name, property]) =>
      schemaClauses(side, `${subject}.${name}`, property, { required: required.includes(name) }),
    ),
    ...(items ? schemaClauses(side, `${subject}[]`, items) : []),
    ...(typeof additionalProperties === 'object'
      ? schemaClauses(side, `${subject}.*`, additionalProperties)
      : []),
  ];
}

/** The names of all schemas that a value refers to, however deep; `known` are followed no more. */
export function referredTo(value: unknown, schemas: Record<string, Schema>, known = new Set<string>()) {
  for (const [, name = ''] of JSON.stringify(value).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
    if (known.has(name)) continue;
    known.add(name);
    referredTo(schemas[name], schemas, known);
  }
  return known;
}
