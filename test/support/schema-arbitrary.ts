import fc from 'fast-check';
import { type Contract, refer, type Schema } from '../../openapi/generate/contract.ts';

type Json = fc.Arbitrary<unknown>;

/** Values that a schema of the contract allows. Throws on a schema that it has no way to fill. */
export function valuesOf(contract: Contract, schema: Schema): Json {
  const all = (inner: Schema): Json => valuesOf(contract, inner);
  if (schema.$ref !== undefined) return all(refer(contract, schema.$ref).schema);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as unknown[]));
  if ('const' in schema) return fc.constant(schema.const);
  const { anyOf, oneOf, ...whatever } = schema;
  const choices = anyOf ?? oneOf;
  if (choices) return fc.oneof(...choices.map((choice) => all(both(whatever, choice))));
  switch (schema.type) {
    case 'object':
      return objects(schema, all);
    case 'array':
      return fc.uniqueArray(all(schema.items ?? {}), lengths(schema, 'Items'));
    case 'string':
      return texts(schema);
    case 'integer':
      return fc.integer(bounds(schema));
    case 'number':
      return fc.double({ ...bounds(schema), noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      throw new Error(`no values for ${JSON.stringify(schema)}`);
  }
}

/** What is said of all choices, and of one of them. */
function both(schema: Schema, choice: Schema): Schema {
  const required = [...(schema.required ?? []), ...(choice.required ?? [])];
  return { ...schema, ...choice, ...(required.length > 0 && { required }) };
}

function objects(schema: Schema, all: (inner: Schema) => Json): Json {
  const { properties = {}, required = [], additionalProperties } = schema;
  const model = Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, all(inner)]));
  const known = fc.record(model, { requiredKeys: required });
  if (typeof additionalProperties !== 'object') return known;
  const names = all({
    type: 'string',
    ...(schema.propertyNames as Schema | undefined),
  }) as fc.Arbitrary<string>;
  const { maxProperties } = schema as { maxProperties?: number };
  return fc.dictionary(names, all(additionalProperties), {
    ...(maxProperties && { maxKeys: maxProperties }),
  });
}

function texts(schema: Schema): fc.Arbitrary<string> {
  if (schema.format === 'date') return instants().map((instant) => instant.slice(0, 10));
  if (schema.format === 'date-time') return instants();
  const { minLength = 0, maxLength } = lengths(schema, 'Length');
  if (typeof schema.pattern !== 'string') return fc.string(lengths(schema, 'Length'));
  const matching = fc.stringMatching(new RegExp(schema.pattern), { ...(maxLength && { maxLength }) });
  return matching.filter((text) => text.length >= minLength);
}

function instants(): fc.Arbitrary<string> {
  const [min, max] = [new Date('1900-01-01'), new Date('2200-12-31')];
  return fc.date({ min, max, noInvalidDate: true }).map((date) => date.toISOString());
}

function lengths(schema: Schema, of: 'Items' | 'Length'): { minLength?: number; maxLength?: number } {
  const [least, most] = [schema[`min${of}`], schema[`max${of}`]];
  return {
    ...(typeof least === 'number' && { minLength: least }),
    ...(typeof most === 'number' && { maxLength: most }),
  };
}

function bounds({ minimum, maximum }: Schema): { min?: number; max?: number } {
  return {
    ...(typeof minimum === 'number' && { min: minimum }),
    ...(typeof maximum === 'number' && { max: maximum }),
  };
}
