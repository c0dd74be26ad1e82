import type { components } from '../../openapi/generated/types.ts';
import type { Consent } from './consent.ts';

type Schemas = components['schemas'];

/** What the contract shows of a consent: to the partner that asked for it, and to the customer whom it concerns. */
export type ConsentView = Schemas['Consent'];
export type ConsentPage = Schemas['ConsentPage'];
export type MyConsentView = Schemas['MyConsent'];
export type MyConsentPage = Schemas['MyConsentPage'];

/**
 * A consent as its partner sees it. While it waits for a yes it has a link, which the partner gives the customer. What
 * the partner says as `state` is in the link that it is answered with, and kept nowhere.
 */
export function viewConsent(consent: Consent, dashboardUrl: string, state?: string): ConsentView {
  const { consentId, status, authorisedAt, redirectUri } = consent;
  const { customerId, ...shown } = viewMine(consent);
  return {
    ...shown,
    // Who said no remains unknown to who had asked.
    ...(customerId !== undefined && authorisedAt !== undefined && { customerId }),
    ...(status === 'AWAITING_AUTHORISATION' && {
      authorisationUrl: authorisationUrl(dashboardUrl, consentId, state),
    }),
    ...(redirectUri !== undefined && { redirectUri }),
  };
}

/** A consent as its customer sees it. */
export function viewMine(consent: Consent): MyConsentView {
  const { consentId, version, status, partnerId, partnerName, customerId, baseConsentId, end } = consent;
  const { permissions, objects, purpose, createdAt, authoriseBy, authorisedAt, expiresAt, oneShot } = consent;
  return {
    ...{ consentId, version, status, partner: { partnerId, name: partnerName } },
    ...(customerId !== undefined && { customerId }),
    permissions: [...permissions],
    ...(objects && { objects: [...objects] }),
    ...{ purpose, oneShot, createdAt, authoriseBy },
    ...(authorisedAt !== undefined && { authorisedAt }),
    expiresAt,
    ...(baseConsentId !== undefined && { baseConsentId }),
    ...(end && { end }),
  };
}

function authorisationUrl(dashboardUrl: string, consentId: string, state?: string): string {
  const query = new URLSearchParams({ consent: consentId, ...(state !== undefined && { state }) });
  return `${dashboardUrl}?${query}`;
}
