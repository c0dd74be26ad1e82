import type { Instant } from '../platform/clock.ts';
import type { Refusal } from '../platform/problem.ts';
import type { Owner } from './authorisation.ts';
import { asOf, type Consent, type ConsentEvent, refuseUnless, type Terms } from './consent.ts';
import { authoriseBy } from './request.ts';
import { yearsAfter } from './retention.ts';

/** Why a consent ended that another took the place of. */
export const REPLACED = 'replaced';

/**
 * The event of a customer who gives an ended consent again: a new one, authorised at once, on the same terms, for what
 * was granted and is still theirs, and for as long as the first was meant to last.
 */
export function reestablish(
  consent: Consent,
  { customerId, policyIds }: Owner,
  consentId: string,
  now: Instant,
): ConsentEvent | Refusal {
  const refusal = refuseUnless(consent, now, ['REVOKED', 'EXPIRED']) ?? refuseAgain(asOf(consent, now));
  if (refusal) return refusal;
  const objects = consent.objects?.filter(({ policyId }) => policyIds.includes(policyId)) ?? [];
  if (objects.length === 0) return notAgain('Nothing that the consent was for is left.');
  const grant = { customerId, objects, authorisedAt: now };
  return { type: 'consent.authorised', data: { ...termsAgain(consent, consentId, now), ...grant } };
}

function refuseAgain({ oneShot, authorisedAt, end }: Consent): Refusal | undefined {
  if (authorisedAt === undefined) return notAgain('The consent was never given.');
  if (oneShot) return notAgain('The consent was for one use.');
  // What took its place may be narrower: that is the one to give again.
  if (end?.reason === REPLACED) return notAgain('Another consent has taken its place.');
  return undefined;
}

function notAgain(detail: string): Refusal {
  return { refusal: 'consent-state', detail };
}

function termsAgain(before: Consent, consentId: string, now: Instant): Terms {
  const { partnerId, clientId, partnerName, permissions, purpose, oneShot } = before;
  const expiresAt = sameLife(before, now);
  return {
    ...{ consentId, partnerId, clientId, partnerName, permissions, purpose, oneShot },
    createdAt: now,
    authoriseBy: authoriseBy(now, expiresAt),
    expiresAt,
    baseConsentId: before.consentId,
  };
}

/** A year with a leap day is longer than the next: a consent never lasts for more than the coming one. */
function sameLife({ createdAt, expiresAt }: Terms, now: Instant): Instant {
  const life = Date.parse(expiresAt) - Date.parse(createdAt);
  const end = new Date(Date.parse(now) + life).toISOString();
  const year = yearsAfter(now, 1);
  return end < year ? end : year;
}
