import type { Answer } from '../middleware/call.ts';
import type { CallOf } from '../middleware/implementation.ts';
import { consentOfPartner } from './access.ts';
import { revoke } from './consent.ts';
import { dashboardOf } from './dashboard-url.ts';
import { move } from './move.ts';
import { type ConsentView, viewConsent } from './view.ts';

/** A partner gives up what it asked for or was given. */
export async function revokeConsent(call: CallOf<'revokeConsent'>): Promise<Answer<ConsentView>> {
  const consent = await move(call, async (at) => {
    const before = await consentOfPartner(call.path.consentId, call.principal);
    return [{ before, decision: revoke(before, { by: 'PARTNER', reason: 'given-up' }, at) }];
  });
  return { body: viewConsent(consent, dashboardOf(call)) };
}
