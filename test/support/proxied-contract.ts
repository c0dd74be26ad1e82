import type { Contract, Schema } from '../../openapi/generate/contract.ts';

const ANSWERED = 'Answered';

/**
 * A contract as a proxy before the API needs it: with the stage in its paths, and with answers in which a classed
 * property is its clear form or its mask. For these every schema is there a second time, since requests have no masks.
 */
export function proxiedContract(contract: Contract): object {
  const { schemas } = contract.components;
  const answered = Object.entries(schemas).map(([name, schema]) => [
    `${name}${ANSWERED}`,
    asAnswered(schema),
  ]);
  return {
    ...contract,
    // The proxy has no server but the one that it stands before.
    servers: [],
    paths: Object.fromEntries(
      Object.entries(contract.paths).map(([path, item]) => [`/v1${path}`, withAnswers(item)]),
    ),
    components: {
      ...contract.components,
      schemas: { ...schemas, ...Object.fromEntries(answered) },
    },
  };
}

/** An item of `paths` whose operations answer with schemas of answers. */
function withAnswers(item: Contract['paths'][string]): object {
  return Object.fromEntries(
    Object.entries(item).map(([name, operation]) =>
      'responses' in operation
        ? [name, { ...operation, responses: asAnswered(operation.responses) }]
        : [name, operation],
    ),
  );
}

/** A schema, or what holds some, that allows masks and refers to others that do. Examples stay as they are. */
function asAnswered(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(asAnswered);
  const schema: Schema = Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      if (name === 'examples') return [name, member];
      return [name, name === '$ref' ? `${member}${ANSWERED}` : asAnswered(member)];
    }),
  );
  return schema['x-pii'] === undefined ? schema : { anyOf: [schema, { type: 'string', maxLength: 200 }] };
}
