import { describe, expect, it } from 'vitest';
import type { Consent } from '../consents/consent.ts';
import { exportConsent, platesIn } from './exported-consent.ts';

const consent: Consent = {
  consentId: 'con_1',
  version: 1,
  status: 'AUTHORISED',
  partnerId: 'reader',
  clientId: 'reader',
  partnerName: 'Reader',
  permissions: ['CLAIM_NOTIFY'],
  purpose: 'To notify a loss.',
  createdAt: '2026-11-21T09:00:00.000Z',
  authoriseBy: '2026-11-21T10:00:00.000Z',
  expiresAt: '2026-12-21T09:00:00.000Z',
  oneShot: true,
  content: 'claimNotification',
};
const loss = {
  ...{ policyId: 'pol_1', occurredAt: '2026-11-20', cause: 'collision', description: 'At the crossing.' },
  vehicles: [{ plate: '1-ABC 234' }, { plate: '2ZZZ987' }],
  persons: [
    { role: 'policyholder', name: 'Anna Peeters', injury: 'a sprained wrist' },
    { role: 'witness', name: 'Wilhelmina Osgood' },
  ],
};

describe('a consent to notify a loss', () => {
  it('is exported with what its customer agreed to, but for others', () => {
    expect(exportConsent(consent, loss, ['1abc234']).claimNotification).toEqual({
      ...loss,
      vehicles: [{ plate: '1-ABC 234' }],
      persons: [loss.persons[0]],
    });
  });

  it('is exported as it is where it names nobody, or is used up', () => {
    const { persons, vehicles, ...alone } = loss;
    expect(exportConsent(consent, alone, []).claimNotification).toEqual(alone);
    expect(exportConsent(consent, undefined, [])).not.toHaveProperty('claimNotification');
  });
});

it('a consent to a change is exported with it', () => {
  const change = { effectiveDate: '2026-12-01', change: { coverage: 'TPL' } };
  const changing = { ...consent, content: 'change' as const };
  expect(exportConsent(changing, change, []).change).toEqual(change);
});

it('plates are those of the vehicles among the records', () => {
  expect(platesIn([{ plate: '1ABC234' }, { text: 'A note.' }, { insuredPlates: ['9XYZ111'] }])).toEqual([
    '1ABC234',
  ]);
});
