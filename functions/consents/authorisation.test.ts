import { describe, expect, it } from 'vitest';
import { authorise, concerns, reject } from './authorisation.ts';
import { type Consent, evolve } from './consent.ts';

const NOW = '2026-11-20T08:30:00.000Z';
const ANNA = { customerId: 'cus_anna', policyIds: ['pol_1', 'pol_2'] };
const BEN = { customerId: 'cus_ben', policyIds: ['pol_9'] };
const NOBODY = { customerId: 'cus_new', policyIds: [] };
const policies = (...ids: string[]) => ids.map((policyId) => ({ policyId }));

/** A consent that waits, for these objects, or for all. */
function waiting(objects?: { policyId: string }[]): Consent {
  return evolve(undefined, {
    type: 'consent.requested',
    data: {
      consentId: 'con_1',
      partnerId: 'reader',
      clientId: 'reader',
      partnerName: 'Reader',
      permissions: ['POLICY_READ'],
      purpose: 'A comparison.',
      oneShot: false,
      createdAt: '2026-11-20T08:00:00.000Z',
      authoriseBy: '2026-11-20T09:00:00.000Z',
      expiresAt: '2027-05-20T08:00:00.000Z',
      ...(objects && { objects }),
    },
  });
}

function decided(consent: Consent, decision: ReturnType<typeof authorise>): Consent {
  if ('refusal' in decision) throw new Error(decision.detail);
  return evolve(consent, decision);
}

describe('a consent that waits concerns', () => {
  it.each([
    ['whoever owns what it names', policies('pol_1'), ANNA, true],
    ['whoever owns all that it names', policies('pol_1', 'pol_2'), ANNA, true],
    ['nobody who owns only some of it', policies('pol_1', 'pol_9'), ANNA, false],
    ['nobody else', policies('pol_1'), BEN, false],
    ['any customer, where it names nothing', undefined, BEN, true],
    ['nobody who owns nothing', undefined, NOBODY, false],
    ['nobody who owns nothing, whatever it names', policies('pol_1'), NOBODY, false],
  ])('%s', (_whom, objects, owner, expected) => {
    expect(concerns(waiting(objects), owner)).toBe(expected);
  });
});

describe('a consent that was decided on', () => {
  it('concerns who decided, and nobody else, whatever they own', () => {
    const all = waiting();
    for (const consent of [
      decided(all, authorise(all, ANNA, undefined, NOW)),
      decided(all, reject(all, ANNA, { reason: 'rejected' }, NOW)),
    ]) {
      expect(concerns(consent, ANNA)).toBe(true);
      expect(concerns(consent, { ...ANNA, policyIds: [] })).toBe(true);
      expect(concerns(consent, BEN)).toBe(false);
      expect(concerns(consent, { ...ANNA, customerId: 'cus_ben' })).toBe(false);
    }
  });
});

describe('a yes', () => {
  it.each([
    ['to all that is named', policies('pol_1', 'pol_2'), undefined, ['pol_1', 'pol_2']],
    ['to some of it', policies('pol_1', 'pol_2'), policies('pol_2'), ['pol_2']],
    ['to all, which is what there is now', undefined, undefined, ['pol_1', 'pol_2']],
    ['to some of all', undefined, policies('pol_1'), ['pol_1']],
    ['that names something twice', undefined, policies('pol_1', 'pol_1'), ['pol_1']],
  ])('%s writes down what it is for', (_what, asked, chosen, granted) => {
    const consent = decided(waiting(asked), authorise(waiting(asked), ANNA, chosen, NOW));
    expect(consent).toMatchObject({
      status: 'AUTHORISED',
      customerId: 'cus_anna',
      authorisedAt: NOW,
      objects: policies(...granted),
      permissions: ['POLICY_READ'],
    });
  });

  it.each([
    ['to more than was asked for', policies('pol_1'), policies('pol_1', 'pol_2')],
    ['to something else', policies('pol_1'), policies('pol_2')],
    ['to what is another’s', undefined, policies('pol_1', 'pol_9')],
    ['to nothing', policies('pol_1'), []],
  ])('%s is refused', (_what, asked, chosen) => {
    expect(authorise(waiting(asked), ANNA, chosen, NOW)).toMatchObject({
      refusal: 'objects-widened',
      pointer: '/objects',
    });
  });

  it('is said once', () => {
    const consent = decided(waiting(), authorise(waiting(), ANNA, undefined, NOW));
    expect(authorise(consent, ANNA, undefined, NOW)).toMatchObject({ refusal: 'consent-state' });
    expect(reject(consent, ANNA, { reason: 'rejected' }, NOW)).toMatchObject({ refusal: 'consent-state' });
  });
});

describe('a no', () => {
  it('ends the consent, which is then that customer’s and was given for nothing', () => {
    const consent = decided(waiting(), reject(waiting(), ANNA, { reason: 'too-much-data' }, NOW));
    expect(consent).toMatchObject({
      status: 'REJECTED',
      customerId: 'cus_anna',
      end: { by: 'USER', reason: 'too-much-data', at: NOW },
    });
    expect(consent).not.toHaveProperty('authorisedAt');
    expect(authorise(consent, ANNA, undefined, NOW)).toMatchObject({ refusal: 'consent-state' });
  });
});
