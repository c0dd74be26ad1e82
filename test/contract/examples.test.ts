import { describe, expect, test } from 'vitest';
import { isDocument, jsonSchemaOf, type MediaType, routesOf } from '../../openapi/generate/contract.ts';
import type { EventType } from '../../openapi/generated/events.ts';
import type { OperationId } from '../../openapi/generated/operations.ts';
import { problems } from '../../openapi/generated/problems.ts';
import { validateEvent, validateResponse } from '../../openapi/generated/responses.js';
import { readContract, validators } from './contract.ts';

const contract = readContract();

/** Every example of a body, by its name. */
function examplesOf(content: Record<string, MediaType> = {}): [name: string, value: unknown][] {
  return Object.values(content).flatMap(({ examples = {} }) =>
    Object.entries(examples).map(([name, { value }]): [string, unknown] => [name, value]),
  );
}

describe.each(routesOf(contract))('$operation.operationId', ({ operation, parameters }) => {
  const { operationId, requestBody, responses } = operation;

  test('has examples of its request that fit', () => {
    const check = validators[operationId]?.body;
    const examples = examplesOf(requestBody?.content);
    expect(examples.length > 0).toBe(requestBody !== undefined);
    for (const [name, value] of examples) expect(check?.(value), name).toBe(true);
  });

  test('has examples of every answer that fit', () => {
    for (const [status, { content }] of Object.entries(responses)) {
      if (isDocument(content)) continue;
      const examples = examplesOf(content);
      expect(examples, status).not.toHaveLength(0);
      for (const [name, value] of examples) {
        const faults = validateResponse(operationId as OperationId, Number(status) || 500, value);
        expect(faults, `${status} ${name}`).toEqual([]);
      }
    }
  });

  test('has examples of its parameters that fit', () => {
    const part = (place: string): object =>
      Object.fromEntries(
        parameters
          .filter((parameter) => parameter.in === place && parameter.example !== undefined)
          .map(({ name, example }) => [name, String(example)]),
      );
    const { path, query, headers } = validators[operationId] ?? {};
    expect(path?.(part('path')) ?? true).toBe(true);
    expect(query?.(part('query'))).toBe(true);
    expect(headers?.(part('header')) ?? true).toBe(true);
  });
});

test.each(Object.entries(contract.webhooks ?? {}))(
  'the event %s has an example that fits',
  (type, { post }) => {
    const examples = examplesOf(post.requestBody.content);
    expect(examples).not.toHaveLength(0);
    for (const [, value] of examples) expect(validateEvent(type as EventType, value)).toEqual([]);
  },
);

test('an example of a problem shows what the list of problems says of it', () => {
  const answers = routesOf(contract).flatMap(({ operation }) => Object.values(operation.responses));
  const shown = answers.flatMap(({ content }) =>
    content && jsonSchemaOf(content)?.$ref?.endsWith('/Problem') ? examplesOf(content) : [],
  );
  expect(shown).not.toHaveLength(0);
  const known: Record<string, object> = problems;
  for (const [name, value] of shown) {
    expect(value).toMatchObject({ type: `urn:partner-api:problem:${name}`, ...known[name] });
  }
});
