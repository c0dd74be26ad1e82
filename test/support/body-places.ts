import fc from 'fast-check';
import { type Contract, refer, type Schema } from '../../openapi/generate/contract.ts';
import { valuesOf } from './schema-arbitrary.ts';

/** Any seed: the same values each time. */
const SEED = 7;

/** A place in a body: where, by what schema, and what stands there. */
export interface Place {
  /** JSON pointer. */
  pointer: string;
  /** With what its references say. */
  schema: Schema;
  value: unknown;
}

/** A body with every property that a schema names, one member in every list, and always the same values. */
export function fullBody(contract: Contract, schema: Schema): unknown {
  const whole = resolved(contract, schema);
  const { type, properties, items } = whole;
  if (type === 'array') return [fullBody(contract, items ?? {})];
  if (type !== 'object' || !properties) return sampled(contract, whole);
  return Object.fromEntries(
    Object.entries(properties).map(([name, inner]) => [name, fullBody(contract, inner)]),
  );
}

/** All places of a body by its schema, the whole first. What is in no schema is no place. */
export function placesOf(contract: Contract, schema: Schema, value: unknown, pointer = ''): Place[] {
  const whole = resolved(contract, schema);
  const place = { pointer, schema: whole, value };
  if (typeof value !== 'object' || value === null) return [place];
  const below = Object.entries(value).flatMap(([name, inner]) => {
    const innerSchema = Array.isArray(value) ? whole.items : whole.properties?.[name];
    return innerSchema ? placesOf(contract, innerSchema, inner, `${pointer}/${name}`) : [];
  });
  return [place, ...below];
}

/** A schema with what its reference says, and the first of its choices. */
function resolved(contract: Contract, { $ref, ...own }: Schema): Schema {
  if ($ref !== undefined) return resolved(contract, { ...refer(contract, $ref).schema, ...own });
  const [choice] = own.properties ? [] : (own.anyOf ?? own.oneOf ?? []);
  if (!choice) return own;
  const { anyOf: _anyOf, oneOf: _oneOf, ...rest } = own;
  return resolved(contract, { ...rest, ...choice });
}

function sampled(contract: Contract, schema: Schema): unknown {
  const values = valuesOf(contract, schema);
  const [value] = fc.sample(values.filter(isSomething), { numRuns: 1, seed: SEED });
  return value;
}

/** A text or a dictionary with something in it: there is more to go wrong. */
function isSomething(value: unknown): boolean {
  return typeof value !== 'object' || value === null ? value !== '' : Object.keys(value).length > 0;
}
