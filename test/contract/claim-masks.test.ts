import { beforeEach, describe, expect, test } from 'vitest';
import { masks as claimMasks } from '../../openapi/generated/masks/claims.ts';
import type { PiiClass } from '../../openapi/generated/masks/masks.ts';
import { type Consent, type Operation, operations } from '../../openapi/generated/operations.ts';
import { validateResponse } from '../../openapi/generated/responses.js';
import type { components } from '../../openapi/generated/types.ts';
import { masks, readContract } from './contract.ts';

type Claim = components['schemas']['Claim'];

const table: Record<string, Operation> = operations;

/** What staff do to a claim, and are shown it for. */
const HANDLING = [
  'assignClaim',
  'setReserve',
  'decideClaim',
  'approvePayment',
  'payClaim',
  'recordRecovery',
  'addNote',
  'closeClaim',
  'reopenClaim',
];

/** What an example of a claim says in clear, by the class that each belongs to. */
const VALUES: readonly [PiiClass, string[]][] = [
  ['identity', ['Ben Claes', 'GE.12.34.567890/2026']],
  ['vehicle', ['1ABC234', '2XYZ789']],
  ['location', ['Korenmarkt, Gent']],
  ['financial', ['BE71096123456769', '3000.00']],
  [
    'health',
    ['A bruised knee.', 'I ran into another car at a traffic light.', 'The other driver was called'],
  ],
];
const CLASSES = VALUES.map(([piiClass]) => piiClass);

let claim: Claim;

/** A claim out of the contract's examples, but for what the reserves say of the loss, which nothing masks. */
function example(name: string): Claim {
  const { content } = readContract().paths['/claims/{claimId}']?.get?.responses['200'] ?? {};
  return { ...(content?.['application/json']?.examples?.[name]?.value as Claim), reserves: [] };
}

/** What is left of the claim once an operation's mask has seen it. */
function masked(operationId: string, ...lifted: readonly PiiClass[]): Claim {
  masks[operationId]?.[String(table[operationId]?.success)]?.(claim, {
    lifted: new Set(lifted),
    released: new Set(),
  });
  return claim;
}

beforeEach(() => {
  claim = structuredClone(example('paid'));
});

describe.each(['getClaim', ...HANDLING])('what %s shows', (operationId) => {
  const { basis }: Consent = table[operationId]?.consent ?? { mode: 'none' };

  test('to staff who settle claims is everything', () => {
    expect(masked(operationId, ...(basis?.staff ?? []))).toEqual(example('paid'));
  });

  test.each(VALUES)('under %s alone is that class in clear, and no other', (piiClass, values) => {
    const clear = JSON.stringify(masked(operationId, piiClass));
    for (const value of values) expect(clear).toContain(value);
    claim = structuredClone(example('paid'));
    const rest = JSON.stringify(masked(operationId, ...CLASSES.filter((other) => other !== piiClass)));
    for (const value of values) expect(rest).not.toContain(value);
  });

  test.each<PiiClass[]>([[], ['identity'], ['health', 'financial']])(
    'fits the contract under %j',
    (...lifted) => {
      const status = table[operationId]?.success ?? 0;
      expect(validateResponse(operationId as 'getClaim', status, masked(operationId, ...lifted))).toEqual([]);
    },
  );
});

test('nobody in particular sees of a claim what the contract shows as masked', () => {
  claim = withoutOthers(claim);
  const { notes, queue, reasons: inFull, ...shown } = masked('getClaim');
  const { reasons: told, ...expected } = example('masked');
  expect(shown).toEqual(expected);
  expect(told.map(({ code }) => code)).toEqual(['further-review']);
});

/** What the room itself leaves of others where nobody handles the claim. */
function withoutOthers({ vehicles, persons, payments, ...rest }: Claim): Claim {
  return {
    ...rest,
    vehicles: vehicles.map(({ plate, ...vehicle }) =>
      vehicle.insured && plate ? { plate, ...vehicle } : vehicle,
    ),
    persons: persons.map(({ name, injury, ...person }) => person),
    payments: payments.map(({ payee, ...payment }) => ({ ...payment, payee: { partyId: payee.partyId } })),
  };
}

test('a producer is shown who and which vehicle, never how somebody was hurt, where, or what it costs', () => {
  const { basis }: Consent = operations.getClaim.consent;
  expect(basis?.producer).toEqual(['identity', 'vehicle']);
});

test('a claim has one mask, whatever answers it', () => {
  for (const id of HANDLING) expect(masks[id]?.[String(table[id]?.success)]).toBe(claimMasks.getClaim['200']);
});

test('the link to a document is for who may see what is said of health', () => {
  const link = () => ({ documentId: 'doc_1', download: { url: 'https://x', expiresAt: '' } });
  const [shown, hidden] = [link(), link()];
  const others = CLASSES.filter((piiClass) => piiClass !== 'health');
  masks.getDocument?.['200']?.(shown, { lifted: new Set(['health']), released: new Set() });
  masks.getDocument?.['200']?.(hidden, { lifted: new Set(others), released: new Set() });
  expect([shown, hidden]).toEqual([link(), { documentId: 'doc_1' }]);
});

test('rows, notices and uploads have nothing to mask', () => {
  for (const id of ['listClaims', 'notifyLoss', 'addDocument', 'eraseParty'] as const)
    expect(Object.values(claimMasks[id]).filter((mask) => mask !== null)).toEqual([]);
});
