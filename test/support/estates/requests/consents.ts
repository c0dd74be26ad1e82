import { writeCursor } from '../../../../functions/middleware/cursor.ts';
import type { OperationsOf } from '../../../../openapi/generated/operations.ts';
import { consentRequest } from '../../consents.ts';
import type { Ids } from '../ids.ts';
import type { Owned } from './owned-request.ts';

/** How each operation on consents is asked for, in an order in which all of them can be done. */
export const consentRequests: Record<OperationsOf<'consents'>, Owned> = {
  listConsents: { by: 'partner', request: ({ given }) => ({ query: { cursor: writeCursor(given) } }) },
  createConsent: {
    by: 'partner',
    request: ({ policy, base }) => ({
      body: consentRequest({ objects: [{ policyId: policy }], baseConsentId: base }),
    }),
  },
  getConsent: { by: 'partner', request: ({ given }) => ({ path: { consentId: given } }) },
  revokeConsent: { by: 'partner', request: ({ revocable }) => ({ path: { consentId: revocable } }) },
  listMyConsents: { by: 'customer', request: ({ given }) => ({ query: { cursor: writeCursor(given) } }) },
  getMyConsent: about('given'),
  authoriseConsent: {
    by: 'customer',
    request: ({ waiting, policy }) => ({
      path: { consentId: waiting },
      body: { objects: [{ policyId: policy }] },
    }),
  },
  rejectConsent: about('unwanted'),
  suspendConsent: about('given'),
  resumeConsent: about('given'),
  withdrawConsent: about('given'),
  reestablishConsent: about('given'),
};

/** What a customer does about a consent. */
function about(which: keyof Ids): Owned {
  return { by: 'customer', request: (ids) => ({ path: { consentId: ids[which] } }) };
}
