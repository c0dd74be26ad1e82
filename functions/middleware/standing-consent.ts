import { type Consent, covers, isLive, type Permission } from '../consents/consent.ts';
import { findConsentsOfCustomer, liveCondition } from '../consents/store.ts';
import { findPartner } from '../partners/registry.ts';
import type { Instant } from '../platform/clock.ts';
import type { Commitment } from '../platform/commit.ts';

/** How many of a customer's consents are read at once. */
const PAGE = 100;

/** Whose consent is looked for, to whom, and about which of their policies. */
export interface Sought {
  customerId: string;
  partnerId: string;
  policyId: string;
}

/**
 * Finds the consent by which a customer lets a partner do something with a policy for as long as it lasts: for jobs, to
 * which nobody names one. Gives what what relies on it is to be committed with, so that a revocation wins the race;
 * undefined where there is no such consent. One for a single use is not for this: nobody
 * uses it up.
 */
export async function standingConsent(
  { customerId, partnerId, policyId }: Sought,
  permission: Permission,
  at: Instant,
): Promise<Commitment['conditions']> {
  let before: string | undefined;
  do {
    const { consents, next } = await findConsentsOfCustomer(customerId, before, PAGE);
    const standing = consents.filter(
      (consent) =>
        consent.partnerId === partnerId &&
        !consent.oneShot &&
        consent.permissions.includes(permission) &&
        covers(consent, { policyId }) &&
        isLive(consent, at),
    );
    for (const consent of standing)
      if (await isRegisteredFor(consent, permission)) return [liveCondition(consent)];
    before = next;
  } while (before !== undefined);
  return undefined;
}

/** Whether whoever asked for a consent may still ask for this: it permits no more than the registry does today. */
async function isRegisteredFor({ clientId, partnerId }: Consent, permission: Permission): Promise<boolean> {
  const partner = await findPartner(clientId);
  return partner?.partnerId === partnerId && partner.permissions.includes(permission);
}
