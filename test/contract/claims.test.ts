import { describe, expect, test } from 'vitest';
import { eventShapes } from '../../openapi/generated/events.ts';
import { operations } from '../../openapi/generated/operations.ts';
import { validators } from '../../openapi/generated/validators/claims.js';
import type { Validate } from '../../openapi/generated/validators/validators.ts';
import { bodyWith, pointersOf } from './contract.ts';

const notice = validators.notifyLoss.body as Validate;
const document = validators.addDocument.body as Validate;
const decision = validators.decideClaim.body as Validate;
const payment = validators.payClaim.body as Validate;
const list = validators.listClaims.query;

const loss = {
  policyId: 'pol_01KAHJ3M7C4N8X2V6B9Q1W5E0R',
  occurredAt: '2026-12-03T07:45:00Z',
  description: 'Another car ran into mine at a traffic light.',
  cause: 'collision',
  litigation: false,
  place: 'Korenmarkt, Gent',
  authorityReport: 'GE.12.34.567890/2026',
  vehicles: [{ plate: '2XYZ789' }],
  persons: [{ role: 'injured', name: 'Ben Claes', injury: 'A bruised knee.' }],
  estimatedAmount: { amount: '1200.00', currency: 'EUR' },
};
const photo = { contentType: 'image/jpeg', size: 1, sha256: 'a'.repeat(64) };
const paid = {
  amount: { amount: '0.01', currency: 'EUR' },
  payee: { name: 'Ben Claes', iban: 'BE71096123456769' },
};

describe('a loss', () => {
  const optional = ['litigation', 'place', 'authorityReport', 'vehicles', 'persons', 'estimatedAmount'];
  test.each(optional)('is notified with %s, or without', (name) => {
    expect(pointersOf(notice, loss)).toEqual([]);
    expect(pointersOf(notice, bodyWith(loss, `/${name}`, undefined))).toEqual([]);
  });

  test.each(['/policyId', '/occurredAt', '/description', '/cause', '/persons/0/role', '/persons/0/name'])(
    'is not notified without %s',
    (pointer) => {
      expect(pointersOf(notice, bodyWith(loss, pointer, undefined))).toEqual([pointer]);
    },
  );

  test.each<[string, unknown]>([
    ['/occurredAt', '2026-12-03'],
    ['/occurredAt', '2026-12-03T08:45:00.5+01:00'],
    ['/description', '😀'.repeat(10_000)],
    ['/cause', 'glass'],
    ['/litigation', true],
    ['/estimatedAmount', { amount: '0.00', currency: 'EUR' }],
  ])('is notified with %s %j', (pointer, value) => {
    expect(pointersOf(notice, bodyWith(loss, pointer, value))).toEqual([]);
  });

  test.each<[string, unknown]>([
    ['/policyId', 'clm_01KAHJ3M7C4N8X2V6B9Q1W5E0R'],
    ['/occurredAt', 'yesterday'],
    ['/occurredAt', '2026-12-03T07:45'],
    ['/description', ''],
    ['/description', 'x'.repeat(10_001)],
    ['/cause', 'carelessness'],
    ['/persons/0/role', 'vehicle-owner'],
    ['/persons/0/injury', 'x'.repeat(501)],
    ['/vehicles', Array.from({ length: 21 }, () => ({ plate: '2XYZ789' }))],
    ['/estimatedAmount/amount', '-1.00'],
  ])('is not notified with %s %j', (pointer, value) => {
    expect(pointersOf(notice, bodyWith(loss, pointer, value))).toContain(pointer);
  });
});

describe('a document', () => {
  test('is announced with its type, its size and its hash', () => {
    expect(pointersOf(document, photo)).toEqual([]);
    expect(pointersOf(document, {})).toEqual(['/contentType', '/size', '/sha256']);
  });

  test.each<[string, unknown]>([
    ['/contentType', 'image/svg+xml'],
    ['/size', 0],
    ['/size', 20 * 1024 * 1024 + 1],
    ['/sha256', 'A'.repeat(64)],
    ['/sha256', 'a'.repeat(63)],
    ['/kind', 'video'],
  ])('is not announced with %s %j', (pointer, value) => {
    expect(pointersOf(document, { ...photo, [pointer.slice(1)]: value })).toEqual([pointer]);
  });
});

describe('what staff decide', () => {
  const approval = { decision: 'approve', coverage: 'TPL', loss: paid.amount, liabilityPercent: 75 };

  test.each<[string, unknown]>([
    ['/decision', 'refer'],
    ['/liabilityPercent', 101],
    ['/liabilityPercent', 33.3],
    ['/liabilityPercent', '75'],
    ['/reason', 'The customer lied'],
  ])('is no decision with %s %j', (pointer, value) => {
    expect(pointersOf(decision, approval)).toEqual([]);
    expect(pointersOf(decision, bodyWith(approval, pointer, value))).toEqual([pointer]);
  });

  test.each(['0.01', '000000000001.00', '999999999999.99', '10.00', '0.10'])('may be to pay %s', (amount) => {
    expect(pointersOf(payment, bodyWith(paid, '/amount/amount', amount))).toEqual([]);
  });

  test.each(['0.00', '000000000000.00', '-1.00', '1', '1.0', '1000000000000.00', '10000000000000000000.00'])(
    'is not to pay %s',
    (amount) => {
      expect(pointersOf(payment, bodyWith(paid, '/amount/amount', amount))).toContain('/amount/amount');
    },
  );

  test.each([
    'BE71 0961 2345 6769',
    'be71096123456769',
    'BE7109612345',
    'BE710961234567691234567890123456789',
  ])('is not to pay to %s', (iban) => {
    expect(pointersOf(payment, bodyWith(paid, '/payee/iban', iban))).toEqual(['/payee/iban']);
  });

  test('may be approved, closed and reopened without a body', () => {
    for (const id of ['approvePayment', 'closeClaim', 'reopenClaim'] as const) {
      expect(operations[id].body, id).toBe('optional');
      expect(pointersOf(validators[id].body as Validate, {}), id).toEqual([]);
    }
  });
});

test.each([
  [{}, []],
  [{ queue: 'fast-track', policyId: loss.policyId }, []],
  [{ queue: 'Fast track' }, ['/queue']],
  [{ policyId: 'pol_1' }, ['/policyId']],
  [{ status: 'received' }, ['']],
])('claims are listed by %j', (query, faults) => {
  expect(pointersOf(list, { ...query })).toEqual(faults);
});

test('who listens learns neither who was hurt or paid, nor that somebody is under suspicion', () => {
  const shapes = Object.entries(eventShapes).filter(([type]) => type.startsWith('claim.'));
  expect(shapes).toHaveLength(7);
  const inner = ['persons', 'parties', 'party', 'payee', 'queue', 'triage', 'facts', 'cover', 'settlement'];
  inner.push('noteId', 'sha256', 'lossRecord', 'customerId');
  for (const [type, names] of shapes) {
    expect(names, type).toEqual(expect.arrayContaining(['claimId', 'policyId']));
    expect(inner.filter((name) => names.some((each) => each === name))).toEqual([]);
  }
});
