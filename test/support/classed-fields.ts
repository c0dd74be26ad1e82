import {
  type Contract,
  jsonSchemaOf,
  refer,
  routesOf,
  type Schema,
  successOf,
} from '../../openapi/generate/contract.ts';
import type { PiiClass } from '../../openapi/generated/masks/masks.ts';
import type { OperationId } from '../../openapi/generated/operations.ts';

/** A place of an answer where the contract has something personal. */
export interface ClassedField {
  /** A JSON pointer; `*` stands for every entry of a list or a map. */
  pointer: string;
  piiClass: PiiClass;
  mask: NonNullable<Schema['x-mask']>;
}

/** Every operation whose good answer may hold something personal, with the places where. */
export function classedFields(contract: Contract): Map<OperationId, ClassedField[]> {
  const fields = routesOf(contract).map(({ operation }): [OperationId, ClassedField[]] => {
    const schema = jsonSchemaOf(operation.responses[successOf(operation)]?.content) ?? {};
    return [operation.operationId as OperationId, unique(fieldsIn(contract, schema, '', []))];
  });
  return new Map(fields.filter(([, found]) => found.length > 0));
}

/** The values that a body has at a pointer. */
export function valuesAt(body: unknown, pointer: string): unknown[] {
  const [, ...steps] = pointer.split('/');
  return steps.reduce<unknown[]>(
    (found, step) =>
      found.flatMap((value) => {
        if (typeof value !== 'object' || value === null) return [];
        if (step === '*') return Object.values(value);
        return step in value ? [(value as Record<string, unknown>)[step]] : [];
      }),
    [body],
  );
}

function fieldsIn(contract: Contract, schema: Schema, at: string, above: readonly Schema[]): ClassedField[] {
  if (above.includes(schema)) return [];
  const path = [...above, schema];
  const within = (child: Schema, step = '') => fieldsIn(contract, child, `${at}${step}`, path);
  const referred = schema.$ref === undefined ? [] : within(refer(contract, schema.$ref).schema);
  const branches = [schema.allOf, schema.anyOf, schema.oneOf].flatMap((list) => list ?? []);
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, child]) => {
    const classed = annotationOf(contract, child);
    const pointer = `${at}/${name}`;
    const field = classed['x-pii'] && {
      pointer,
      piiClass: classed['x-pii'],
      mask: classed['x-mask'] ?? 'absent',
    };
    return [...(field ? [field] : []), ...within(child, `/${name}`)];
  });
  const members = [schema.items, schema.additionalProperties].flatMap((child) =>
    typeof child === 'object' ? within(child, '/*') : [],
  );
  return [...referred, ...branches.flatMap((branch) => within(branch)), ...own, ...members];
}

function annotationOf(contract: Contract, schema: Schema): Schema {
  if (schema['x-pii'] !== undefined || schema.$ref === undefined) return schema;
  return annotationOf(contract, refer(contract, schema.$ref).schema);
}

function unique(fields: readonly ClassedField[]): ClassedField[] {
  return [...new Map(fields.map((field) => [field.pointer, field])).values()];
}
