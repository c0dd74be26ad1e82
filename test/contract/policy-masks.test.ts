import { beforeEach, describe, expect, test } from 'vitest';
import type { PiiClass } from '../../openapi/generated/masks/masks.ts';
import { masks as policyMasks } from '../../openapi/generated/masks/policies.ts';
import { type Consent, type Operation, operations } from '../../openapi/generated/operations.ts';
import { validateResponse } from '../../openapi/generated/responses.js';
import type { components } from '../../openapi/generated/types.ts';
import { masks, readContract } from './contract.ts';

type Policy = components['schemas']['Policy'];

const table: Record<string, Operation> = operations;
const showing = ['issuePolicy', 'getPolicy'] as const;

let policy: Policy;

/** A policy out of the contract's examples. */
function example(name: string): Policy {
  const { content } = readContract().paths['/policies/{policyId}']?.get?.responses['200'] ?? {};
  return content?.['application/json']?.examples?.[name]?.value as Policy;
}

/** What is left of the policy once an operation's mask has seen it. */
function masked(operationId: string, ...lifted: readonly PiiClass[]): Policy {
  masks[operationId]?.[String(table[operationId]?.success)]?.(policy, {
    lifted: new Set(lifted),
    released: new Set(),
  });
  return policy;
}

beforeEach(() => {
  policy = structuredClone(example('in-force'));
});

describe.each(showing)('what %s shows', (operationId) => {
  const { basis }: Consent = table[operationId]?.consent ?? { mode: 'none' };

  test('to nobody in particular is what the contract shows as masked', () => {
    const { policyholder, vehicle, driver, address } = example('masked');
    expect(masked(operationId)).toEqual({ ...example('in-force'), policyholder, vehicle, driver, address });
  });

  test.each(['producer', 'staff'] as const)('to its %s is everything', (who) => {
    expect(masked(operationId, ...(basis?.[who] ?? []))).toEqual(example('in-force'));
  });

  test('names no basis that lifts without being stated', () => {
    expect(Object.keys(basis ?? {})).toEqual(['producer', 'staff']);
  });

  test.each<[PiiClass, string[]]>([
    ['identity', ['Peeters', '1985-03-02']],
    ['contact', ['Veldstraat 1', 'anna@example.com', '+32470123456', '9000']],
    ['vehicle', ['WVWZZZ1JZXW000001', '1ABC234', 'diesel', '2017-12-01']],
  ])('under %s alone is that class in clear, and no other', (piiClass, values) => {
    const clear = JSON.stringify(masked(operationId, piiClass));
    for (const value of values) expect(clear).toContain(`"${value}"`);
    policy = structuredClone(example('in-force'));
    const others = (['identity', 'contact', 'vehicle'] as const).filter((other) => other !== piiClass);
    const rest = JSON.stringify(masked(operationId, ...others));
    for (const value of values) expect(rest).not.toContain(`"${value}"`);
  });

  test.each<PiiClass[]>([[], ['identity'], ['contact', 'vehicle']])(
    'fits the contract under %j',
    (...lifted) => {
      const status = table[operationId]?.success ?? 0;
      expect(validateResponse(operationId, status, masked(operationId, ...lifted))).toEqual([]);
    },
  );
});

test('a policy has one mask, whatever answers it', () => {
  expect(policyMasks.getPolicy['200']).toBe(policyMasks.issuePolicy['201']);
});

test("a customer's own policies are masked as any, for whoever would not be the customer", () => {
  const page = { data: [policy], next: null };
  masks.listMyPolicies?.['200']?.(page, { lifted: new Set(), released: new Set() });
  expect(page.data[0]).toEqual(masked('getPolicy'));
  expect(page.data[0]?.policyholder.familyName).toBe('P.');
});

test('rows, transactions and changes have nothing to mask', () => {
  const others = Object.keys(policyMasks).filter(
    (operationId) => ![...showing, 'listMyPolicies'].some((known) => known === operationId),
  );
  const found = others.flatMap((operationId) => Object.values(masks[operationId] ?? {}));
  expect(found.filter((mask) => mask !== null)).toEqual([]);
});
