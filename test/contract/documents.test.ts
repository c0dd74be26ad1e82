import { describe, expect, test } from 'vitest';
import { answersDocument, routesOf } from '../../openapi/generate/contract.ts';
import { operations } from '../../openapi/generated/operations.ts';
import { validateResponse } from '../../openapi/generated/responses.js';
import { masks, readContract, validators } from './contract.ts';

const contract = readContract();

describe('an answer that is a document', () => {
  test('is what a schedule and a statement of claims are, and nothing else', () => {
    const documents = routesOf(contract).filter(({ operation }) => answersDocument(operation));
    expect(documents.map(({ operation }) => operation.operationId).sort()).toEqual([
      'getMyClaimsHistoryStatement',
      'getMySchedule',
      'getSchedule',
    ]);
  });

  test('is bytes', () => {
    const document = new TextEncoder().encode('%PDF-1.7');
    expect(validateResponse('getSchedule', 200, document)).toEqual([]);
    const none = [new Uint8Array(), '%PDF-1.7', {}, null, undefined];
    for (const body of none) expect(validateResponse('getSchedule', 200, body)).toEqual([' must be bytes']);
  });

  test('leaves problems as they are everywhere', () => {
    const problem = {
      type: 'urn:partner-api:problem:not-found',
      title: 'Not found',
      status: 404,
      instance: 'urn:request:1',
    };
    expect(validateResponse('getSchedule', 404, problem)).toEqual([]);
    expect(validateResponse('getSchedule', 404, new Uint8Array(1))).not.toEqual([]);
  });

  test('has no mask of its own, and states whose basis lifts what in it', () => {
    expect(masks.getSchedule?.['200']).toBeNull();
    const { basis, ...consent } = operations.getPolicy.consent;
    // A schedule says nothing of driving.
    const staff = basis.staff.filter((piiClass) => piiClass !== 'driving');
    expect(operations.getSchedule.consent).toEqual({ ...consent, basis: { ...basis, staff } });
    expect(operations.getMySchedule.consent).toEqual(operations.listMyPolicies.consent);
    expect(operations.getMyClaimsHistoryStatement.consent).toEqual(operations.getMyClaimsHistory.consent);
  });

  test('is asked for as of a moment', () => {
    expect(validators.getSchedule?.query({ effectiveAt: '2026-12-15' })).toBe(true);
    expect(validators.getSchedule?.query({ knownAt: '2026-12-15' })).toBe(false);
  });
});
