import { describe, expect, it } from 'vitest';
import type { PiiClass, ResponseMasks } from '../../openapi/generated/masks/masks.ts';
import { masks as policyMasks } from '../../openapi/generated/masks/policies.ts';
import { type OperationId, operations } from '../../openapi/generated/operations.ts';
import { requestTo } from '../../test/support/calls.ts';
import type { AnyAnswer, Basis } from './call.ts';
import { liftedOn, mask } from './mask.ts';

const BASES: (Basis | undefined)[] = [undefined, 'producer', 'staff', 'customer'];

/** The classes that reached the mask of an operation's answer as lifted. */
function liftedFor(operationId: OperationId, answer: AnyAnswer): PiiClass[] {
  const seen: PiiClass[] = [];
  const masks: Record<string, ResponseMasks> = {
    [operationId]: { [operations[operationId].success]: (_body, lifted) => seen.push(...lifted) },
  };
  const request = requestTo(operationId);
  request.context.call.answer = answer;
  mask(masks).after?.(request);
  return seen.sort();
}

describe('what is lifted', () => {
  it.each(['producer', 'staff'] as const)('is what the operation grants on the basis %s', (basis) => {
    expect(liftedFor('getPolicy', { body: {}, basis })).toEqual(['contact', 'identity', 'vehicle']);
  });

  it('is nothing where no basis is said', () => {
    expect(liftedFor('getPolicy', { body: {} })).toEqual([]);
  });

  it('is nothing on a basis that the operation does not name', () => {
    expect(liftedFor('getPolicy', { body: {}, basis: 'customer' })).toEqual([]);
  });

  it.each(BASES)('is nothing, on the basis %s, of an operation that knows none', (basis) => {
    expect(liftedFor('getQuote', { body: {}, ...(basis && { basis }) })).toEqual([]);
  });

  it('is no class that travels with driving, location, money or health', () => {
    const lifted = Object.values(operations).flatMap((operation) =>
      BASES.filter((basis) => basis !== 'customer').flatMap((basis) => [...liftedOn(operation, basis)]),
    );
    expect([...new Set(lifted)].sort()).toEqual(['contact', 'identity', 'vehicle']);
  });
});

describe('an answer', () => {
  const holder = () => ({ policyholder: { givenName: 'Anna', email: 'anna@example.com' } });
  const shown = (answer: AnyAnswer) => {
    const request = requestTo('getPolicy');
    request.context.call.answer = answer;
    mask(policyMasks).after?.(request);
    return answer.body;
  };

  it('is in clear for whom it belongs to', () => {
    expect(shown({ body: holder(), basis: 'producer' })).toEqual(holder());
  });

  it('is masked for everybody else', () => {
    expect(JSON.stringify(shown({ body: holder() }))).not.toMatch(/Anna|anna/);
  });

  it('that is a document passes as it is', () => {
    const bytes = new Uint8Array([1, 2, 3]);
    const answer: AnyAnswer = { document: { contentType: 'application/pdf', fileName: 'a.pdf', bytes } };
    expect(shown(answer)).toBeUndefined();
    expect(answer.document.bytes).toBe(bytes);
  });
});
