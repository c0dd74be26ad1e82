import { describe, expect, test } from 'vitest';
import { type Route, routesOf, type Schema } from '../../openapi/generate/contract.ts';
import { eventShapes } from '../../openapi/generated/events.ts';
import { type Operation, operations, scopes } from '../../openapi/generated/operations.ts';
import { readContract } from './contract.ts';

const contract = readContract();
const table: Record<string, Operation> = operations;

describe.each(routesOf(contract))(
  '$operation.operationId',
  ({ path, method, operation, parameters }: Route) => {
    const entry = table[operation.operationId];

    test('is in the table of operations as the contract has it', () => {
      expect(entry).toMatchObject({ path, method: method.toUpperCase(), room: operation['x-function'] });
      expect(entry?.success).toBe(method === 'post' && path === '/quotes' ? 201 : 200);
      expect(entry?.body).toBe(operation.requestBody !== undefined);
    });

    test('asks for scopes of the closed list', () => {
      expect(entry?.scopes).not.toHaveLength(0);
      expect(scopes).toEqual(expect.arrayContaining([...(entry?.scopes ?? [])]));
    });

    test('says which problems its caller has to expect', () => {
      const expected = ['400', '401', '403', '429', 'default'];
      if (path.includes('{')) expected.push('404');
      if (operation.requestBody) expected.push('413', '415', '422');
      if (operation['x-if-match']) expected.push('409', '412', '428');
      expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(expected));
    });

    test('takes an interaction id and sends it back', () => {
      expect(parameters.map(({ name }) => name)).toContain('x-fapi-interaction-id');
      for (const answer of Object.values(operation.responses)) {
        expect(answer).toHaveProperty(['headers', 'x-fapi-interaction-id']);
      }
    });

    test('shows nothing classed in its answers', () => {
      expect(JSON.stringify(operation.responses)).not.toContain('x-pii');
    });
  },
);

test('a POST takes an Idempotency-Key where it changes something, and no GET does', () => {
  const keyed = Object.values(table).filter(({ idempotency }) => idempotency !== null);
  expect(keyed.map(({ operationId }) => operationId).sort()).toEqual(['createQuote', 'decideReferral']);
});

test('what is personal in a request does not leave on the bus', () => {
  const names = new Set<string>(Object.values(eventShapes).flat());
  expect(
    ['driver', 'vehicle', 'address', 'facts', 'dateOfBirth', 'postcode'].filter((name) => names.has(name)),
  ).toEqual([]);
});

describe('every schema is bounded', () => {
  const places = [
    ...Object.entries(contract.components.schemas),
    ...routesOf(contract).flatMap(({ operation, parameters }) =>
      parameters.map(({ name, schema }): [string, Schema] => [`${operation.operationId} ${name}`, schema]),
    ),
  ];

  test.each(places)('%s', (name, schema) => {
    expect(unboundedIn(schema, name)).toEqual([]);
  });
});

const BOUNDS: Record<string, (schema: Schema) => boolean> = {
  string: (s) => ['maxLength', 'pattern', 'format', 'enum', 'const'].some((keyword) => keyword in s),
  integer: (s) => 'minimum' in s && 'maximum' in s,
  number: (s) => 'minimum' in s && 'maximum' in s,
  array: (s) => 'maxItems' in s && 'items' in s,
  object: (s) => s.additionalProperties === false || 'maxProperties' in s,
};

/** The places below a schema whose values could be of any size. */
function unboundedIn(value: unknown, where: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const schema = value as Schema;
  const isSchema = typeof schema.type === 'string' && schema.$ref === undefined;
  const bounded = !isSchema || (BOUNDS[String(schema.type)]?.(schema) ?? true);
  const below = Object.entries(schema).flatMap(([key, member]) => unboundedIn(member, `${where}/${key}`));
  return bounded ? below : [where, ...below];
}
