import { describe, expect, it } from 'vitest';
import type { PiiClass } from '../../openapi/generated/masks/masks.ts';
import { type OperationId, operations } from '../../openapi/generated/operations.ts';
import type { Consent } from '../consents/consent.ts';
import { Problem } from '../platform/problem.ts';
import type { Basis, Subject } from './call.ts';
import { clearanceOf, type Ground } from './clearance.ts';
import type { NamedConsent } from './consent.ts';
import type { Principal } from './principal.ts';

const BASES: (Basis | undefined)[] = [undefined, 'producer', 'staff', 'customer'];
const ANNA: Subject = { customerId: 'cus_anna', objects: [{ policyId: 'pol_1' }], restricted: false };
const REFUSED = new Problem('consent-not-live', 'It has ended.');

const CONSENT: Consent = {
  consentId: 'con_1',
  version: 2,
  status: 'AUTHORISED',
  partnerId: 'reader',
  clientId: 'reader',
  partnerName: 'Reader',
  customerId: 'cus_anna',
  permissions: ['POLICY_READ', 'IDENTITY_READ', 'VEHICLE_READ'],
  objects: [{ policyId: 'pol_1' }, { policyId: 'pol_2' }],
  purpose: 'To compare',
  oneShot: false,
  createdAt: '2026-11-21T09:00:00.000Z',
  authoriseBy: '2026-11-21T10:00:00.000Z',
  authorisedAt: '2026-11-21T09:01:00.000Z',
  expiresAt: '2027-11-21T09:00:00.000Z',
};

const PARTNER: Principal = {
  clientId: 'reader',
  partnerId: 'reader',
  kind: 'partner',
  scopes: [],
  permissions: ['POLICY_READ', 'IDENTITY_READ', 'VEHICLE_READ', 'HEALTH_READ'],
};

const lifted = (
  operationId: OperationId,
  ground: Ground,
  consent?: NamedConsent,
  principal = PARTNER,
): PiiClass[] =>
  [
    ...clearanceOf({ operation: operations[operationId], principal, ...(consent && { consent }) }, ground)
      .lifted,
  ].sort();

describe('on a basis', () => {
  it.each(['producer', 'staff'] as const)('%s, what the operation grants is lifted', (basis) => {
    const more = basis === 'staff' ? ['driving'] : [];
    expect(lifted('getPolicy', { basis, subject: ANNA })).toEqual([
      'contact',
      ...more,
      'identity',
      'vehicle',
    ]);
  });

  it.each(BASES)('%s, nothing is where the answer does not say about whom it is', (basis) => {
    expect(lifted('getPolicy', { basis })).toEqual([]);
  });

  it('that the operation does not name, nothing is', () => {
    expect(lifted('getPolicy', { basis: 'customer', subject: ANNA })).toEqual([]);
  });

  it.each(BASES)('%s, nothing is of an operation that knows none', (basis) => {
    expect(lifted('listQuotes', { basis, subject: ANNA })).toEqual([]);
  });

  it('of a producer, no operation lifts driving, location, money or health', () => {
    const producer = Object.values(operations).flatMap(({ operationId }) =>
      lifted(operationId, { basis: 'producer', subject: ANNA }),
    );
    expect([...new Set(producer)].sort()).toEqual(['contact', 'identity', 'vehicle']);
  });

  it('of a producer, nothing is lifted where processing is restricted; staff and the customer still see', () => {
    const subject = { ...ANNA, restricted: true };
    expect(lifted('getPolicy', { basis: 'producer', subject })).toEqual([]);
    expect(lifted('getPolicy', { basis: 'staff', subject })).toContain('identity');
    expect(lifted('listMyPolicies', { basis: 'customer', subject })).toContain('identity');
  });
});

describe('with a consent', () => {
  const third: Ground = { basis: undefined, subject: ANNA };
  const under = (instead: Partial<Consent>, ground: Ground = third) =>
    lifted('getPolicy', ground, { consent: { ...CONSENT, ...instead } });

  it('what it permits is lifted, and nothing else', () => {
    expect(under({})).toEqual(['identity', 'vehicle']);
    expect(under({ permissions: ['POLICY_READ'] })).toEqual([]);
  });

  it.each(['TELEMATICS_TRIPS_READ', 'TELEMATICS_SCORE_READ'] as const)(
    'to %s, driving is, and no place',
    (permission) => {
      const consent = { ...CONSENT, permissions: [permission] };
      const partner = { ...PARTNER, permissions: [permission] };
      expect(lifted('getTrip', third, { consent }, partner)).toEqual(['driving']);
      const more = { ...consent, permissions: [permission, 'LOCATION_READ'] as const };
      expect(
        lifted('getTrip', third, { consent: more }, { ...partner, permissions: more.permissions }),
      ).toEqual(['driving', 'location']);
    },
  );

  it('to TELEMATICS_TRIPS_READ, driving is lifted in trips alone', () => {
    const permissions = ['POLICY_READ', 'TELEMATICS_TRIPS_READ'] as const;
    const consent = { ...CONSENT, permissions };
    expect(lifted('getPolicy', third, { consent }, { ...PARTNER, permissions })).toEqual([]);
  });

  it('it is added to what a basis lifts', () => {
    const permissions = ['POLICY_READ', 'HEALTH_READ'] as const;
    expect(under({ permissions }, { basis: 'producer', subject: ANNA })).toEqual([
      'contact',
      'health',
      'identity',
      'vehicle',
    ]);
  });

  it.each<[string, Partial<Consent>, Ground]>([
    ['of another customer', { customerId: 'cus_ben' }, third],
    ['of nobody yet', { customerId: '' }, third],
    ['for another object', { objects: [{ policyId: 'pol_2' }] }, third],
    [
      'for not all that is shown',
      {},
      { basis: undefined, subject: { ...ANNA, objects: [{ policyId: 'pol_1' }, { policyId: 'pol_3' }] } },
    ],
    [
      'of a person whose processing is restricted',
      {},
      { basis: undefined, subject: { ...ANNA, restricted: true } },
    ],
    ['of nobody in particular', {}, {}],
  ])('%s nothing is lifted', (_what, instead, ground) => {
    expect(under(instead, ground)).toEqual([]);
  });

  it('what its partner is no longer registered for stays masked', () => {
    const former = { ...PARTNER, permissions: ['POLICY_READ', 'VEHICLE_READ'] };
    expect(lifted('getPolicy', third, { consent: CONSENT }, former)).toEqual(['vehicle']);
  });

  it('that may not be used for this, nothing is lifted', () => {
    expect(lifted('getPolicy', third, { consent: CONSENT, refusal: REFUSED })).toEqual([]);
  });
});
