import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Subject } from '../../functions/middleware/call.ts';
import { maskFormats } from '../../functions/middleware/mask-formats.ts';
import { routesOf } from '../../openapi/generate/contract.ts';
import type { PiiClass } from '../../openapi/generated/masks/masks.ts';
import { type Operation, operations } from '../../openapi/generated/operations.ts';
import { readContract } from '../contract/contract.ts';
import { type ClassedField, classedFields, valuesAt } from '../support/classed-fields.ts';
import {
  CUSTOMER,
  LIFTING,
  liftsByItself,
  type Situation,
  situations,
  startConsents,
} from '../support/consent-situations.ts';
import { filledAnswer } from '../support/filled-answers.ts';
import { type Pipeline, pipelineOf } from '../support/pipeline.ts';

/**
 * Every operation of the contract, every classed field of its answer, every way that a consent can be wrong, and every
 * basis: through the whole pipeline, with the consents in a real table. What a room would answer is made up, with all
 * fields that the contract has in clear. A field that the contract gains is in here by itself.
 */
const contract = readContract();
const table: Readonly<Record<string, Operation>> = operations;
const rows = [...classedFields(contract)].map(([operationId, fields]) => {
  const route = routesOf(contract).find(({ operation }) => operation.operationId === operationId);
  const operation = table[operationId];
  if (!route || !operation) throw new Error(`${operationId} is nowhere`);
  return { operationId, operation, route, fields, answer: filledAnswer(contract, route) };
});

const OBJECT = { policyId: String(parameterExample('policyId')) };
const SUBJECT: Subject = { customerId: CUSTOMER, objects: [OBJECT], restricted: false };

function parameterExample(name: string): unknown {
  const parameters = routesOf(contract).flatMap((route) => route.parameters);
  return parameters.find((parameter) => parameter.name === name)?.example;
}

let pipeline: Pipeline;
let consents: Awaited<ReturnType<typeof startConsents>>;
beforeAll(async () => {
  consents = await startConsents(OBJECT);
  pipeline = await pipelineOf(contract);
});
afterAll(() => consents?.close());

describe.each(rows)('$operationId', ({ operation, route, fields, answer }) => {
  const ask = (headers: object | Promise<object>, ground: object) =>
    pipeline.ask(route, { headers, answer: { body: structuredClone(answer), ...ground } });
  const remembered = new Map<string, ReturnType<Pipeline['ask']>>();
  /** One request serves the rows of all fields. */
  const once = (name: string, make: () => ReturnType<Pipeline['ask']>) => {
    const asked = remembered.get(name) ?? make();
    remembered.set(name, asked);
    return asked;
  };

  it('has something to show, at every place that the contract classes', () => {
    expect(fields.filter(({ pointer }) => valuesAt(answer, pointer).length === 0)).toEqual([]);
  });

  describe.each(situations)('to a third party with $name', (situation) => {
    const expectations = fields.map((field) => ({
      ...field,
      expected: outcomeOf(situation, operation, field.piiClass),
    }));
    it.each(expectations)('$expected at $pointer', async ({ expected, ...field }) => {
      const reply = await once(`${situation.name} ${situation.lacksClass ? field.piiClass : ''}`, () =>
        ask(consents.headers(situation, operation, field.piiClass), { subject: SUBJECT }),
      );
      if (expected === 'is refused') {
        expect(reply.status).toBe(situation.status ?? 404);
        expectNothing(reply.text, answer, fields);
      } else {
        expect(reply.status).toBe(operation.success);
        expectShown(reply.body, field, answer, expected === 'is clear' ? 'clear' : 'masked');
      }
    });
  });

  describe.each(['producer', 'staff', 'customer'] as const)('on the basis %s', (basis) => {
    const classes: readonly PiiClass[] = operation.consent?.basis?.[basis] ?? [];
    it.each(fields)('is as the contract states at $pointer', async (field) => {
      const reply = await once(basis, () => ask({}, { basis, subject: SUBJECT }));
      expectShown(reply.body, field, answer, classes.includes(field.piiClass) ? 'clear' : 'masked');
    });

    it.each(fields)('is masked at $pointer where the answer does not say about whom it is', async (field) => {
      const reply = await once(`${basis} of nobody`, () => ask({}, { basis }));
      expectShown(reply.body, field, answer, 'masked');
    });
  });
});

it('no operation is left out that has anything personal in its answer', () => {
  expect(rows.length).toBeGreaterThanOrEqual(18);
  expect(rows.flatMap(({ fields }) => fields).length).toBeGreaterThan(300);
});

function outcomeOf(
  { name, status, none }: Situation,
  operation: Operation,
  piiClass: PiiClass,
): 'is clear' | 'is masked' | 'is refused' {
  const { mode = 'none' } = operation.consent ?? {};
  // Whose consent is named makes no difference where none is taken.
  if (mode === 'none') return 'is masked';
  if (none) return mode === 'required' ? 'is refused' : 'is masked';
  if (name === 'the right consent') return LIFTING[piiClass] === undefined ? 'is masked' : 'is clear';
  if (name === 'a consent without the class')
    return liftsByItself(operation, piiClass) ? 'is clear' : 'is masked';
  // Of what is in no path the room has to see to it.
  if (name === 'a consent for another object' && !operation.path.includes('{policyId}')) return 'is masked';
  return status === undefined ? 'is masked' : 'is refused';
}

function expectShown(body: unknown, field: ClassedField, answer: unknown, how: 'clear' | 'masked'): void {
  const clear = valuesAt(answer, field.pointer);
  const masked = clear
    .map((value) => maskFormats[field.mask](String(value)))
    .filter((value) => value !== undefined);
  expect(valuesAt(body, field.pointer)).toEqual(how === 'clear' ? clear : masked);
}

function expectNothing(text: string, answer: unknown, fields: readonly ClassedField[]): void {
  for (const { pointer } of fields)
    for (const value of valuesAt(answer, pointer)) expect(text).not.toContain(String(value));
}
