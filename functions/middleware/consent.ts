import type { Operation } from '../../openapi/generated/operations.ts';
import { type Consent, type ConsentObject, covers, isLive, type Permission } from '../consents/consent.ts';
import { findConsent, findConsentAmong } from '../consents/store.ts';
import { now } from '../platform/clock.ts';
import { Problem } from '../platform/problem.ts';
import type { Call, Middleware } from './call.ts';
import { header } from './header.ts';

/** A consent of the calling partner that was given for the object asked for, and why it may not be used for this. */
export interface NamedConsent {
  consent: Consent;
  /** Ends the request, unless it is the retry of one that was answered before: a retry is answered masked. */
  refusal?: Problem;
}

const CONSENT_ID = /^con_[0-9A-HJKMNP-TV-Z]{26}$/;

/**
 * Finds the consent that a request names, strongly consistent: a revocation that was answered is seen by every
 * request that begins after it. What is not this partner's, or was not given for this object, is not found.
 */
export function consent(): Middleware {
  return {
    async before({ event, context: { call } }) {
      const { consent: rule } = call.operation;
      if (!rule || rule.mode === 'none') return;
      const named = header(event, 'x-consent-id');
      if (named !== undefined) call.consent = await nameConsent(named, call, rule);
      else if (rule.mode === 'required') throw noSuchConsent();
    },
  };
}

type Rule = NonNullable<Operation['consent']>;

async function nameConsent(
  consentId: string,
  { principal, path: { policyId } }: Call,
  { permission }: Rule,
): Promise<NamedConsent> {
  const consent = CONSENT_ID.test(consentId) ? await findConsent(consentId) : undefined;
  const own = principal.kind === 'partner' && consent?.partnerId === principal.partnerId;
  if (!consent || !own) throw noSuchConsent();
  // Until a customer has said yes, a consent is for no object at all.
  const given = consent.authorisedAt !== undefined;
  if (given && policyId !== undefined && !covers(consent, { policyId })) throw noSuchConsent();
  const refusal = given ? refusalOf(consent, principal, permission) : consentNotLive();
  return { consent, ...(refusal && { refusal }) };
}

/** Finds a consent that no request names, for who goes by it, as a device does by the one that it collects by. */
export const standingConsentAmong = findConsentAmong;

/** Ends the call of who goes by a consent that no request names, unless it is in force for an object and permits this. */
export function holdToStanding(
  consent: Consent | undefined,
  { principal }: Pick<Call, 'principal'>,
  { permission, object }: { permission: Permission; object: ConsentObject },
): Consent {
  if (!consent || !covers(consent, object)) throw consentNotLive();
  const refusal = refusalOf(consent, principal, permission);
  if (refusal) throw refusal;
  return consent;
}

/** Why a caller may not go by a consent that was given, or undefined where it may. */
function refusalOf(consent: Consent, principal: Call['principal'], permission = ''): Problem | undefined {
  if (!isLive(consent, now())) return consentNotLive();
  const permitted = permissionsOf({ principal, consent: { consent } }).some((each) => each === permission);
  return permitted ? undefined : notPermitted(permission);
}

function noSuchConsent(): Problem {
  return new Problem('not-found', 'There is no such consent.');
}

/** Whether the consent that was named was given for an object. */
export function isConsentedTo({ consent }: Pick<Call, 'consent'>, object: ConsentObject): boolean {
  return consent !== undefined && covers(consent.consent, object);
}

/** What a consent permits as long as its partner is registered for it. */
export function permissionsOf({ principal, consent }: Pick<Call, 'principal' | 'consent'>): Permission[] {
  return (consent?.consent.permissions ?? []).filter((each) => principal.permissions.includes(each));
}

/** The answer to who relies on a consent that the customer has not given, or has ended or suspended. */
export function consentNotLive(): Problem {
  return new Problem('consent-not-live', 'The consent is not in force.');
}

function notPermitted(permission: string): Problem {
  return new Problem('consent-permission', `The consent does not permit ${permission}.`);
}
