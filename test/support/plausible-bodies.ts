import fc from 'fast-check';
import { daysAhead } from './days.ts';
import { POLICYHOLDER, VEHICLE } from './policies.ts';

/** What there is to be named in requests: ids by the names of their parameters, and quotes with an open offer. */
export interface Known {
  ids: Record<'quoteId' | 'policyId' | 'changeId' | 'consentId' | 'customerId', readonly string[]>;
  offers: readonly { quoteId: string; offerId: string }[];
}

/** A schema's random body, with those of its members that must fit the world beside the schema made to fit it. */
export function sensibly(body: object, { ids, offers }: Known): fc.Arbitrary<object> {
  const onto = (plausible: fc.Arbitrary<object>) => plausible.map((fitting) => ({ ...body, ...fitting }));
  // What else a consent can say goes with other permissions, or must have been registered.
  if ('purpose' in body)
    return plausibleConsent(ids).map((consent) => ({ purpose: body.purpose, ...consent }));
  if ('startDate' in body) return onto(plausibleRisk);
  if ('policyholder' in body) return onto(plausibleBinding(offers));
  return 'effectiveDate' in body ? onto(plausibleDay) : fc.constant(body);
}

/** A risk that can be priced. */
const plausibleRisk = fc.record({
  product: fc.constantFrom('motor', 'motor', 'motor', 'own-damage', 'own-damage', 'yacht'),
  startDate: fc.integer({ min: -28, max: 360 }).map(daysAhead),
  coverages: fc.constantFrom(undefined, ['TPL'], ['TPL+', 'TPL']),
  driver: fc.record({
    dateOfBirth: fc.integer({ min: -33_000, max: -6_000 }).map(daysAhead),
    bonusMalusLevel: fc.integer({ min: 0, max: 22 }),
  }),
  vehicle: fc.record({
    powerKw: fc.integer({ min: 0, max: 300 }),
    firstRegistered: fc.integer({ min: -12_000, max: -40 }).map(daysAhead),
    fuel: fc.constantFrom('gasoline', 'diesel', 'electric', 'lpg'),
    use: fc.constantFrom('private', 'work'),
    fleet: fc.boolean(),
    value: fc.constantFrom(undefined, { amount: '20000.00', currency: 'EUR' }),
  }),
  address: fc.record({
    country: fc.constant('BE'),
    postcode: fc.integer({ min: 1000, max: 9999 }).map(String),
  }),
});

/** An offer that is there, taken by the one for whom it was made. */
function plausibleBinding(offers: Known['offers']) {
  return fc
    .constantFrom(...offers)
    .map((offer) => ({ ...offer, policyholder: POLICYHOLDER, vehicle: VEHICLE }));
}

/** A consent that its partner may ask for, and the policies' customer give. */
function plausibleConsent({ policyId }: Known['ids']) {
  return fc.record({
    permissions: fc.constantFrom(['POLICY_READ'], ['POLICY_READ', 'IDENTITY_READ'], ['CLAIM_READ']),
    objects: fc.constantFrom(undefined, [{ policyId: policyId[0] }]),
    expiresAt: fc.integer({ min: 1, max: 300 }).map((days) => `${daysAhead(days)}T00:00:00Z`),
  });
}

/** A day on which a policy that began lately can be changed. */
const plausibleDay = fc.integer({ min: -35, max: 400 }).map((days) => ({ effectiveDate: daysAhead(days) }));
