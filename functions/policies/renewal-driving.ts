import { standingConsent } from '../middleware/standing-consent.ts';
import type { Instant } from '../platform/clock.ts';
import type { Commitment } from '../platform/commit.ts';
import { driverKeyOf } from '../platform/driver-key.ts';
import { newestDrivingBook, type Product } from '../quotes/catalogue.ts';
import { isPriced, type PricedDriving, priceDriving } from '../quotes/driving.ts';
import { findScore } from '../scores/store.ts';
import type { Personal } from './personal.ts';
import type { Policy } from './policy.ts';

/** How a policy's driver drives, and the consent that lets it be priced, as conditions of what is priced. */
export interface ConsentedDriving {
  driving: PricedDriving;
  conditions: Commitment['conditions'];
}

/**
 * How the driver of a policy drives, where the customer lets its partner see the score: what the term after the last is
 * priced by. Undefined where there is no such consent, or nothing to price.
 */
export async function drivingForRenewal(
  { policyId, customerId, partnerId, term }: Policy,
  { dateOfBirth }: Partial<Personal['driver']>,
  { product }: Product,
  at: Instant,
): Promise<ConsentedDriving | undefined> {
  const score = await findScore(policyId);
  // Who was erased has no birth date.
  if (!score || dateOfBirth === undefined) return undefined;
  const sought = { customerId, partnerId, policyId };
  const conditions = await standingConsent(sought, 'TELEMATICS_SCORE_READ', at);
  if (!conditions) return undefined;
  const driverKey = await driverKeyOf(policyId, dateOfBirth);
  const scored = { policyId, customerId, score, driverKey };
  const driving = priceDriving(scored, product, newestDrivingBook(product, term.end), at);
  return isPriced(driving) ? { driving, conditions } : undefined;
}
