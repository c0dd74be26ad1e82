import { findClaim } from '../claims/store.ts';
import { asOf, type Consent, revoke } from '../consents/consent.ts';
import { changeOfConsent, findConsentsOfCustomer } from '../consents/store.ts';
import type { CustomerChange } from '../customers/store.ts';
import type { Device } from '../devices/device.ts';
import { listDevicesOfCustomer } from '../devices/store.ts';
import type { Instant } from '../platform/clock.ts';
import { isRefusal } from '../platform/problem.ts';
import type { PolicyHistory } from '../policies/policy.ts';
import { findHistory, listPolicyIdsOfCustomer } from '../policies/store.ts';
import { productOf } from '../quotes/catalogue.ts';
import { tripsOf } from '../telematics/trip-store.ts';
import type { Trip } from '../telematics/trips/trip.ts';
import { type Blocker, blockersIn, type Holding, mayBeginAgain } from './blockers.ts';

/** So many consents are read at a time. */
const PAGE = 100;

/** The policies of a customer, newest first, with their history and their claims. */
export async function holdingsOf(customerId: string): Promise<Holding[]> {
  const policyIds = await listPolicyIdsOfCustomer(customerId);
  const policies = await Promise.all(policyIds.map((policyId) => findHistory(policyId)));
  return Promise.all(policies.filter((policy) => policy !== undefined).map(withClaims));
}

/** With the claims that the policy itself knows of: their index may be behind. */
async function withClaims(policy: PolicyHistory): Promise<Holding> {
  const claims = await Promise.all((policy.losses ?? []).map(({ claimId }) => findClaim(claimId)));
  return { policy, claims: claims.filter((claim) => claim !== undefined) };
}

/** A device, and what was driven with it, newest first. */
export interface Driven {
  device: Device;
  trips: readonly Trip[];
}

/** What was driven with each device of a customer; nothing once that was deleted. */
export async function drivenBy(customerId: string): Promise<Driven[]> {
  const devices = await listDevicesOfCustomer(customerId);
  const drivenWith = async ({ pseudonym }: Device) => (pseudonym === undefined ? [] : tripsOf(pseudonym, {}));
  return Promise.all(devices.map(async (device) => ({ device, trips: await drivenWith(device) })));
}

/** What stands in the way of erasing a customer with these policies and claims at an instant. */
export function blockersOf(holdings: readonly Holding[], at: Instant): Blocker[] {
  return holdings.flatMap((holding) => blockersIn(holding, productOf(holding.policy), at));
}

/** Those of some policies that have ended and whose cover may begin again. */
export function reinstatableOf(holdings: readonly Holding[], at: Instant): PolicyHistory[] {
  const policies = holdings.map(({ policy }) => policy);
  return policies.filter((policy) => mayBeginAgain(policy, productOf(policy), at));
}

/** All consents of a customer that are still kept, newest first, as they are at an instant. */
export async function consentsOf(customerId: string, at: Instant): Promise<Consent[]> {
  const all: Consent[] = [];
  let before: string | undefined;
  do {
    const { consents, next } = await findConsentsOfCustomer(customerId, before, PAGE);
    all.push(...consents);
    before = next;
  } while (before !== undefined);
  return all.map((consent) => asOf(consent, at));
}

/** The changes that end those of some consents that have not ended, since the customer is erased. */
export function endsOf(consents: readonly Consent[], about: Pick<CustomerChange, 'occurredAt' | 'origin'>) {
  return consents.flatMap((consent) => {
    const event = revoke(consent, { by: 'INSURER', reason: 'erased' }, about.occurredAt);
    return isRefusal(event) ? [] : changeOfConsent(consent, event, about).change;
  });
}
