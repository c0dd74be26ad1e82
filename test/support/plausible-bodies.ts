import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { euros, PAYEE } from './claims.ts';
import { daysAhead } from './days.ts';
import { POLICYHOLDER, VEHICLE } from './policies.ts';

type KnownId =
  | 'quoteId'
  | 'policyId'
  | 'changeId'
  | 'consentId'
  | 'customerId'
  | 'claimId'
  | 'documentId'
  | 'partyId'
  | 'deviceId'
  | 'tripId';

/** What there is to be named in requests: ids by the names of their parameters, and quotes with an open offer. */
export interface Known {
  ids: Record<KnownId, readonly string[]>;
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
  if ('cause' in body) return onto(plausibleLoss(ids));
  if ('coverage' in body || 'amount' in body) return onto(plausibleFigures(body));
  if ('publicKeyJwk' in body) return onto(plausibleDevice(ids));
  if ('points' in body) return onto(plausibleDriving);
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

/** A loss of one of the policies, most of them of a day that is covered. */
function plausibleLoss({ policyId }: Known['ids']) {
  return fc.record({
    policyId: fc.constantFrom(...policyId),
    occurredAt: fc.integer({ min: -25, max: 1 }).map(daysAhead),
    estimatedAmount: fc.constantFrom(undefined, euros('300.00'), euros('3000.00')),
  });
}

/** A device on one of the policies. */
function plausibleDevice({ policyId }: Known['ids']) {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { kty, crv, x, y } = publicKey.export({ format: 'jwk' });
  return fc.record({
    policyId: fc.constantFrom(...policyId),
    publicKeyJwk: fc.constant({ kty, crv, x, y }),
  });
}

/** A few seconds of driving, lately. */
const plausibleDriving = fc
  .tuple(
    fc.integer({ min: 0, max: 86_400 }),
    fc.array(fc.double({ min: 0, max: 200, noNaN: true }), { minLength: 1 }),
  )
  .map(([secondsAgo, speeds]) => ({
    points: speeds.map((speedKmh, second) => ({
      at: new Date(Date.now() - (secondsAgo - second) * 1000).toISOString(),
      speedKmh,
    })),
  }));

/** What a claim of third-party liability is decided to be, or is paid, of such a body. */
function plausibleFigures(body: object): fc.Arbitrary<object> {
  const amount = fc.constantFrom('0.00', '1.00', '10.00', '1000.00', '20000.00').map(euros);
  const figures = fc.record({ coverage: fc.constant('TPL'), loss: amount, amount });
  const known = Object.keys(body);
  return figures.map((all) => ({
    ...Object.fromEntries(Object.entries(all).filter(([name]) => known.includes(name))),
    ...('payee' in body && { payee: PAYEE }),
  }));
}
