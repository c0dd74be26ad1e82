import type { NamedConsent } from '../middleware/consent.ts';
import type { CallOf } from '../middleware/implementation.ts';
import type { Instant } from '../platform/clock.ts';
import { driverKeyOf } from '../platform/driver-key.ts';
import { isRestricted } from '../platform/kept-key.ts';
import { Problem } from '../platform/problem.ts';
import { findScore } from '../scores/store.ts';
import { mayTry } from './attempt-store.ts';
import { newestDrivingBook } from './catalogue.ts';
import { type Driving, priceDriving, refuseOtherDriver } from './driving.ts';

/**
 * How somebody drives who has consented to be priced by it, or why that is not priced. Ends the call where the consent
 * does not say whose driving it is, where that is another driver's, and where too many drivers were tried: who is told
 * apart by a birth date that the caller may not see could otherwise be found by trying.
 */
export async function consentedDriving(
  { body }: CallOf<'createQuote'>,
  { consent }: NamedConsent,
  at: Instant,
): Promise<Driving> {
  const { consentId, customerId, objects = [] } = consent;
  const [object, ...others] = objects;
  if (!object || others.length > 0 || customerId === undefined) throw notOfOnePolicy();
  const { policyId } = object;
  const [score, driverKey, restricted] = await Promise.all([
    findScore(policyId),
    driverKeyOf(policyId, body.driver.dateOfBirth),
    isRestricted(customerId),
  ]);
  const told = score?.driverKey !== undefined;
  if (told && !(await mayTry(consentId, driverKey, at))) throw tooManyDrivers();
  const refusal = refuseOtherDriver(score, driverKey);
  if (refusal) throw Problem.from(refusal);
  // A restriction holds back what others may see: a price would tell it.
  const usable = restricted ? undefined : score;
  const { product, startDate } = body;
  const scored = { policyId, customerId, score: usable, driverKey };
  return priceDriving(scored, product, newestDrivingBook(product, startDate), at);
}

function notOfOnePolicy(): Problem {
  return new Problem('driving-score-not-applicable', 'The consent must be for exactly one policy.');
}

function tooManyDrivers(): Problem {
  return new Problem('too-many-drivers', 'Too many drivers were tried under this consent today.');
}
