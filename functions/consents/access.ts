import type { Principal } from '../middleware/principal.ts';
import { now } from '../platform/clock.ts';
import { Problem } from '../platform/problem.ts';
import { listPolicyIdsOfCustomer } from '../policies/store.ts';
import { concerns, type Owner } from './authorisation.ts';
import { asOf, type Consent } from './consent.ts';
import { findConsent } from './store.ts';

/** The consent as it stands now, if the calling partner asked for it. Anything else is not found. */
export async function consentOfPartner(consentId: string, { kind, partnerId }: Principal): Promise<Consent> {
  const consent = await findNow(consentId);
  if (kind !== 'partner' || consent?.partnerId !== partnerId) throw noSuchConsent();
  return consent;
}

/** A consent as it lies before a customer. */
export interface Shown {
  consent: Consent;
  owner: Owner;
  /** The consent that it is to replace. */
  base?: Consent;
}

/** The consent as it stands now, if it is the calling customer's, or theirs to decide on. Anything else is not found. */
export async function consentOfCustomer(consentId: string, { kind, customerId }: Principal): Promise<Shown> {
  if (kind !== 'customer' || customerId === undefined) throw noSuchConsent();
  const [consent, policyIds] = await Promise.all([findNow(consentId), listPolicyIdsOfCustomer(customerId)]);
  const owner = { customerId, policyIds };
  if (!consent || !concerns(consent, owner)) throw noSuchConsent();
  if (consent.baseConsentId === undefined || consent.customerId !== undefined) return { consent, owner };
  // Who takes the place of a consent asks the one who gave it, and nobody else.
  const base = await findNow(consent.baseConsentId);
  if (base?.customerId !== customerId) throw noSuchConsent();
  return { consent, owner, base };
}

/** A consent whose time is up is shown as ended, and decided on as that, before the job has said so. */
async function findNow(consentId: string): Promise<Consent | undefined> {
  const consent = await findConsent(consentId);
  return consent && asOf(consent, now());
}

function noSuchConsent(): Problem {
  return new Problem('not-found', 'There is no such consent.');
}
