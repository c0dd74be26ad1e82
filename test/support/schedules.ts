import type { Circumstances } from '../../functions/papers/schedule/circumstances.ts';
import type { components } from '../../openapi/generated/types.ts';

type Policy = components['schemas']['Policy'];

const eur = (amount: string) => ({ amount, currency: 'EUR' });

/** A motor policy that has not begun, in clear. */
export const shownPolicy: Policy = {
  policyId: 'pol_01KAHJ3M7C4N8X2V6B9Q1W5E0R',
  policyNumber: 'P26-7K3M-9Q2X-4T8V',
  version: 1,
  status: 'pending',
  product: 'motor',
  quoteId: 'quo_01KAE8Z2V0Q8M5T3S7R9XWYB4C',
  customerId: 'cus_01KAHJ3M7C9D5F1G7H3J8K2M6N',
  term: { start: '2026-12-01', end: '2027-12-01' },
  effective: { from: '2026-12-01', to: '2027-12-01' },
  coverage: 'TPL+',
  premium: {
    net: eur('1247.60'),
    taxes: [{ code: 'premium-tax', amount: eur('338.10') }],
    gross: eur('1585.70'),
  },
  rateBook: 'motor-be@1.0.0',
  policyholder: {
    givenName: 'Anna',
    familyName: 'Peeters',
    dateOfBirth: '1985-03-02',
    email: 'anna@example.com',
    phone: '+32470123456',
    address: { line1: 'Veldstraat 1', city: 'Gent', postcode: '9000', country: 'BE' },
  },
  vehicle: {
    vin: 'WVWZZZ1JZXW000001',
    plate: '1ABC234',
    powerKw: 66,
    firstRegistered: '2017-12-01',
    fuel: 'diesel',
    use: 'private',
    fleet: false,
  },
  driver: { dateOfBirth: '1985-03-02', bonusMalusLevel: 2 },
  address: { line1: 'Veldstraat 1', city: 'Gent', postcode: '9000', country: 'BE' },
  paymentPlan: 'annual',
  termsReceivedAt: '2026-11-25',
  createdAt: '2026-11-25T09:00:00.000Z',
};

/** What surrounds that policy. */
export const circumstances: Circumstances = {
  insurer: 'Example Insurance',
  issuedOn: '2026-11-25',
  coverEnd: '2027-12-01',
  renewable: true,
};
