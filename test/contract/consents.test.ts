import { describe, expect, test } from 'vitest';
import { eventShapes } from '../../openapi/generated/events.ts';
import { type Operation, operations, permissions } from '../../openapi/generated/operations.ts';
import { validators } from '../../openapi/generated/validators/consents.js';
import type { Validate } from '../../openapi/generated/validators/validators.ts';
import { bodyWith, pointersOf } from './contract.ts';

const request = validators.createConsent.body as Validate;
const authorisation = validators.authoriseConsent.body as Validate;

const policy = { policyId: 'pol_01KAHJ3M7C4N8X2V6B9Q1W5E0R' };

const asked = () => ({
  permissions: ['POLICY_READ', 'IDENTITY_READ'],
  objects: [policy],
  purpose: 'To compare what you pay with what others charge.',
  expiresAt: '2027-05-25T09:00:00Z',
  redirectUri: 'https://reader.example.com/callback?from=insurer',
  state: 'af0ifjsldkj',
});

const askedWith = (pointer: string, value: unknown) => bodyWith(asked(), pointer, value);

describe('a request for a consent', () => {
  test.each(['/objects', '/redirectUri', '/state'])('fits, also without %s', (pointer) => {
    expect(pointersOf(request, askedWith(pointer, undefined))).toEqual([]);
  });

  test.each(['/permissions', '/purpose', '/expiresAt'])('does not fit without %s', (pointer) => {
    expect(pointersOf(request, askedWith(pointer, undefined))).toEqual([pointer]);
  });

  test.each([
    'To see 4 policies of 2026, in 12 months.',
    'Pour comparer vos primes: économisez 30 %!',
    '保険を比べるため',
    'x'.repeat(200),
  ])('may be for the purpose: %s', (purpose) => {
    expect(pointersOf(request, askedWith('/purpose', purpose))).toEqual([]);
  });

  test.each([
    ['nothing', ''],
    ['an e-mail address', 'For anna@example.com'],
    ['five digits', 'For policy 12345'],
    ['a line break', 'One\ntwo'],
    ['a NUL', 'One\u0000'],
    ['text that runs the other way', 'To \u202edaer'],
    ['too much', 'x'.repeat(201)],
  ])('may not state %s as its purpose', (_what, purpose) => {
    expect(pointersOf(request, askedWith('/purpose', purpose))).toEqual(['/purpose']);
  });

  test.each<[string, unknown]>([
    ['/permissions', []],
    ['/permissions', ['POLICY_READ', 'POLICY_READ']],
    ['/permissions/0', ['EVERYTHING']],
    ['/objects', []],
    ['/objects', [policy, { ...policy }]],
    ['/objects/0/policyId', [{ policyId: 'cus_01KAHJ3M7C9D5F1G7H3J8K2M6N' }]],
    ['/expiresAt', '2027-05-25'],
    ['/expiresAt', '9999-12-31T00:00:00Z'],
    ['/oneShot', 'false'],
    ['/baseConsentId', 'con_1'],
    ['/redirectUri', 'javascript:alert(1)'],
    ['/redirectUri', 'https://reader.example.com/ callback'],
    ['/state', 'anna@example.com'],
    ['/change', { coverage: 'TPL' }],
    ['/claimNotification', {}],
    ['/customerId', 'cus_01KAHJ3M7C9D5F1G7H3J8K2M6N'],
  ])('does not fit with %s %j', (pointer, value) => {
    const name = pointer.split('/').slice(0, 2).join('/');
    const found = pointersOf(request, askedWith(name, value));
    expect(found.some((place) => place.startsWith(pointer) || place === '')).toBe(true);
  });
});

describe('what a customer says to a consent', () => {
  test('may be nothing more than yes, or fewer objects', () => {
    expect(pointersOf(authorisation, {})).toEqual([]);
    expect(pointersOf(authorisation, { objects: [policy] })).toEqual([]);
    expect(pointersOf(authorisation, { objects: [] })).toEqual(['/objects']);
    expect(pointersOf(authorisation, { permissions: ['POLICY_READ'] })).toEqual(['']);
  });

  test.each(['rejectConsent', 'withdrawConsent'] as const)('by %s has a code for a reason, no text', (id) => {
    const body = validators[id].body as Validate;
    expect(pointersOf(body, {})).toEqual([]);
    expect(pointersOf(body, { reason: 'changed-mind' })).toEqual([]);
    expect(pointersOf(body, { reason: 'Anna is ill' })).toEqual(['/reason']);
  });

  test('may come without a body', () => {
    for (const id of ['authoriseConsent', 'rejectConsent', 'withdrawConsent'] as const)
      expect(operations[id].body, id).toBe('optional');
  });
});

test('every permission that an operation takes can be asked for, and each only once', () => {
  const taken = Object.values<Operation>(operations).flatMap(({ consent }) => consent?.permission ?? []);
  expect(permissions).toEqual(expect.arrayContaining(taken));
  expect(new Set(permissions).size).toBe(permissions.length);
});

test('a one-shot consent is used up by the issue of a change or the notification of a loss, and by nothing else', () => {
  const consuming = Object.values<Operation>(operations).filter(({ consent }) => consent?.consumes);
  expect(consuming.map(({ operationId }) => operationId).sort()).toEqual(['issueChange', 'notifyLoss']);
});

test('who listens learns nothing of what a consent was for, nor who refused it', () => {
  const shapes = Object.entries(eventShapes).filter(([type]) => type.startsWith('consent.'));
  expect(shapes).toHaveLength(8);
  for (const [type, names] of shapes) {
    expect(names, type).toEqual(expect.arrayContaining(['consentId', 'permissions', 'objects']));
    expect(names, type).not.toContain('purpose');
  }
  expect(eventShapes['consent.rejected']).not.toContain('customerId');
});
