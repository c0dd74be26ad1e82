import type { components } from '../../openapi/generated/types.ts';

type Schemas = components['schemas'];

export const eur = (amount: string) => ({ amount, currency: 'EUR' });

/** A claim of a liability that was settled, at fault by three quarters. */
export function statedClaim(changes: Partial<Schemas['StatedClaim']> = {}): Schemas['StatedClaim'] {
  return {
    claimId: 'clm_01KF3B7C1N8H4K2M6P9Q0R5S7T',
    protocolNumber: 'C27-8H4K-2M6P-9Q0R',
    occurredOn: '2027-04-12',
    cause: 'collision',
    fault: 'at-fault',
    liabilityPercent: 75,
    paid: eur('2250.00'),
    recovered: eur('0.00'),
    state: 'closed',
    outcome: 'settled',
    ...changes,
  };
}

/** A claim of a liability that is open still. */
export function openClaim(): Schemas['StatedClaim'] {
  const { liabilityPercent, outcome, ...claim } = statedClaim({ fault: 'undecided', state: 'open' });
  return claim;
}

/** So many claims, each with a number of its own. */
export function statedClaims(count: number): Schemas['StatedClaim'][] {
  return Array.from({ length: count }, (_, index) =>
    statedClaim({ protocolNumber: `C27-8H4K-2M6P-${String(index).padStart(4, '0')}` }),
  );
}

/** A motor policy without a claim that goes on. */
export function insuredPolicy(changes: Partial<Schemas['InsuredPolicy']> = {}): Schemas['InsuredPolicy'] {
  return {
    policyId: 'pol_01KAHJ3M7C4N8X2V6B9Q1W5E0R',
    policyNumber: 'P26-7K3M-9Q2X-4T8V',
    product: 'motor',
    productName: 'Motor third-party liability',
    vehicle: { vin: 'WVWZZZ1JZXW000001', plate: '1ABC234' },
    periods: [{ from: '2026-12-01' }],
    bonusMalusLevel: 6,
    claimsSince: '2023-11-25',
    claims: [],
    ...changes,
  };
}

/** The history of a customer with these policies. */
export function claimsHistory(
  policies: Schemas['InsuredPolicy'][],
  policyholder: Partial<NonNullable<Schemas['ClaimsHistory']['policyholder']>> = {},
): Schemas['ClaimsHistory'] {
  return {
    insurer: 'Example Insurance',
    statedOn: '2028-11-25',
    policyholder: {
      givenName: 'Anna',
      familyName: 'Peeters',
      dateOfBirth: '1985-03-02',
      address: { line1: 'Veldstraat 1', city: 'Gent', postcode: '9000', country: 'BE' },
      ...policyholder,
    },
    policies,
  };
}
