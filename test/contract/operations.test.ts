import { describe, expect, test } from 'vitest';
import {
  isDocument,
  piiClasses,
  type Route,
  routesOf,
  type Schema,
} from '../../openapi/generate/contract.ts';
import { classedNames } from '../../openapi/generated/classed-names.ts';
import { eventShapes } from '../../openapi/generated/events.ts';
import {
  customerScope,
  deviceScope,
  type Operation,
  operations,
  permissions,
  scopes,
} from '../../openapi/generated/operations.ts';
import { masks, readContract } from './contract.ts';

const contract = readContract();
const table: Record<string, Operation> = operations;

/** What answers otherwise than by 200: what makes something, and what only begins. */
const OTHER_ANSWERS: Record<string, number> = {
  createQuote: 201,
  issuePolicy: 201,
  quoteChange: 201,
  notifyLoss: 201,
  addDocument: 201,
  setReserve: 201,
  payClaim: 201,
  recordRecovery: 201,
  addNote: 201,
  createConsent: 201,
  reestablishConsent: 201,
  registerDevice: 201,
  eraseCustomer: 202,
  postTelemetry: 202,
};

/** Who is served under a path, by the scope of theirs, where it is no partner. */
const OTHER_CALLERS: Record<string, readonly string[]> = { me: [customerScope], telemetry: [deviceScope] };

/** What partners and those who settle claims read alike. To other staff the room gives no basis at all. */
const READ_BY_BOTH = ['getClaim', 'getDocument'];

/** What shows staff of driving its score and kilometres, and nothing else of it. */
const SCORE_AND_KILOMETRES = ['getDrivingScore', 'getQuote', 'decideReferral', 'getPolicy', 'exportCustomer'];

/** What only a consent opens, whoever asks: no producer is ever shown it for being one. */
const DELICATE = ['driving', 'location', 'financial', 'health'];

describe.each(routesOf(contract))(
  '$operation.operationId',
  ({ path, method, operation, parameters }: Route) => {
    const entry = table[operation.operationId];

    test('is in the table of operations as the contract has it', () => {
      expect(entry).toMatchObject({ path, method: method.toUpperCase(), room: operation['x-function'] });
      expect(entry?.success).toBe(OTHER_ANSWERS[operation.operationId] ?? 200);
      expect(entry?.body !== null).toBe(operation.requestBody !== undefined);
    });

    test('asks a partner for scopes of the closed list, and customers and devices for theirs', () => {
      expect(entry?.scopes).not.toHaveLength(0);
      const known: readonly string[] = OTHER_CALLERS[path.split('/')[1] ?? ''] ?? scopes;
      expect(known).toEqual(expect.arrayContaining([...(entry?.scopes ?? [])]));
    });

    test('says which problems its caller has to expect', () => {
      const expected = ['400', '401', '403', '429', 'default'];
      if (path.includes('{')) expected.push('404');
      if (operation.requestBody) expected.push('413', '415');
      if (operation['x-idempotent']) expected.push('422');
      if (operation['x-if-match']) expected.push('409', '412');
      if (operation['x-if-match'] === 'required') expected.push('428');
      expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(expected));
    });

    test('takes an interaction id and sends it back', () => {
      expect(parameters.map(({ name }) => name)).toContain('x-fapi-interaction-id');
      for (const answer of Object.values(operation.responses)) {
        expect(answer).toHaveProperty(['headers', 'x-fapi-interaction-id']);
      }
    });

    test('says on which basis or by which permission it shows what is classed, if it shows any', () => {
      const answer = operation.responses[String(entry?.success)];
      const classed = masks[operation.operationId]?.[String(entry?.success)] != null;
      const { basis = {}, permission } = entry?.consent ?? {};
      const shows = classed || isDocument(answer?.content);
      if (Object.keys(basis).length > 0) expect(shows).toBe(true);
      if (shows) expect(permission ?? Object.keys(basis)[0]).toBeDefined();
      const { producer = [], staff = [], customer } = basis;
      expect(DELICATE.filter((name) => producer.some((lifted) => lifted === name))).toEqual([]);
      if (!SCORE_AND_KILOMETRES.includes(operation.operationId)) expect(staff).not.toContain('driving');
      // Only who settles claims sees what is said of health: the scope says so, or where partners read too, the room.
      const settles = entry?.scopes.includes('claims:handle') || READ_BY_BOTH.includes(operation.operationId);
      if (!settles) expect(staff).not.toContain('health');
      // Customers see all of their own, and nothing but that: nobody else is served there.
      expect(customer ?? piiClasses).toEqual(piiClasses);
      if (path.startsWith('/me/')) expect([producer, staff]).toEqual([[], []]);
    });

    test('takes the consents that open it by their header, each of one permission', () => {
      const { mode = 'none', permission, object } = entry?.consent ?? {};
      expect(parameters.some(({ name }) => name === 'x-consent-id')).toBe(mode !== 'none');
      if (mode !== 'none') expect(permissions).toContain(permission);
      expect(object !== undefined).toBe(mode !== 'none');
    });

    test('shows nothing classed in a problem', () => {
      const { [String(entry?.success)]: _answer, ...problems } = masks[operation.operationId] ?? {};
      expect(Object.values(problems).filter((mask) => mask !== null)).toEqual([]);
    });
  },
);

/** The operations of which the table says something. */
function those(says: (operation: Operation) => boolean): string[] {
  const found = Object.values(table).filter(says);
  return found.map(({ operationId }) => operationId).sort();
}

test('a POST takes an Idempotency-Key where it changes something, and must where cover or money moves; no GET does', () => {
  expect(those(({ idempotency }) => idempotency === 'optional')).toEqual([
    'addDocument',
    'addNote',
    'approvePayment',
    'closeClaim',
    'createConsent',
    'createQuote',
    'decideClaim',
    'decideReferral',
    'disputeTrip',
    'eraseCustomer',
    'notifyLoss',
    'quoteChange',
    'reestablishConsent',
    'registerDevice',
    'reopenClaim',
    'setReserve',
  ]);
  expect(those(({ idempotency }) => idempotency === 'required')).toEqual([
    'cancelPolicy',
    'issueChange',
    'issuePolicy',
    'payClaim',
    'recordRecovery',
    'reinstatePolicy',
    'renewPolicy',
  ]);
  expect(those(({ method, idempotency }) => method === 'GET' && idempotency !== null)).toEqual([]);
});

test('what replaces what was decided before names the version that it is meant for; what adds to it may', () => {
  expect(those(({ ifMatch }) => ifMatch === 'required')).toEqual([
    'approvePayment',
    'assignClaim',
    'cancelPolicy',
    'closeClaim',
    'decideClaim',
    'decideReferral',
    'issueChange',
    'reinstatePolicy',
    'renewPolicy',
    'reopenClaim',
    'setReserve',
  ]);
  expect(those(({ ifMatch }) => ifMatch === 'optional')).toEqual(['payClaim', 'recordRecovery']);
});

test('whoever listens learns which transaction a reversal undoes', () => {
  expect(eventShapes['policy.changed']).toContain('reversesTransactionId');
});

test('what is personal in a request or an answer does not leave on the bus', () => {
  const names = new Set<string>(Object.values(eventShapes).flat());
  const personal = ['driver', 'vehicle', 'address', 'policyholder', 'facts', ...Object.keys(classedNames)];
  // The reasons of a referral have by chance the name of what cost a driver points.
  expect(personal.filter((name) => names.has(name))).toEqual(['reasons']);
  const reasoned = Object.entries(eventShapes).filter(([, shape]) =>
    shape.some((name) => name === 'reasons'),
  );
  expect(reasoned.map(([type]) => type)).toEqual(['quote.referred', 'quote.declined', 'claim.notified']);
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
