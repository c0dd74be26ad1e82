import { describe, expect, it } from 'vitest';
import { drivingDevice } from '../../../test/support/driven.ts';
import type { NamedConsent } from '../../middleware/consent.ts';
import type { Principal } from '../../middleware/principal.ts';
import { mayKnowDriving } from './access.ts';

const device = drivingDevice();
const OTHER_POLICY = 'pol_01KAHJ3M7C4N8X2V6B9Q1W5E0S';

const caller = (kind: Principal['kind'], about: Partial<Principal> = {}): { principal: Principal } => ({
  principal: { clientId: 'somebody', partnerId: 'broker', kind, scopes: [], permissions: [], ...about },
});

/** A consent that was given for a policy. */
const given = (policyId: string) =>
  ({
    consent: { authorisedAt: '2026-11-01T08:00:00.000Z', objects: [{ policyId }] },
  }) as unknown as NamedConsent;

describe('what was driven is known', () => {
  it('to the customer, and to no other', () => {
    expect(mayKnowDriving(caller('customer', { customerId: device.customerId }), device)).toBe(true);
    expect(mayKnowDriving(caller('customer', { customerId: 'cus_another' }), device)).toBe(false);
    expect(mayKnowDriving(caller('customer'), device)).toBe(false);
  });

  it('to a partner by a consent for the policy, whoever registered the device', () => {
    for (const partnerId of ['broker', 'reader']) {
      const partner = caller('partner', { partnerId });
      expect(mayKnowDriving(partner, device)).toBe(false);
      expect(mayKnowDriving({ ...partner, consent: given(device.policyId) }, device)).toBe(true);
      expect(mayKnowDriving({ ...partner, consent: given(OTHER_POLICY) }, device)).toBe(false);
    }
  });

  it.each(['staff', 'nobody'] as const)('to no %s', (kind) => {
    expect(mayKnowDriving({ ...caller(kind), consent: given(device.policyId) }, device)).toBe(false);
  });
});
