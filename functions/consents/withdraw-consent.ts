import type { Answer } from '../middleware/call.ts';
import type { CallOf } from '../middleware/implementation.ts';
import { consentOfCustomer } from './access.ts';
import { revoke } from './consent.ts';
import { move } from './move.ts';
import { type MyConsentView, viewMine } from './view.ts';

/** A customer takes back what they gave. It opens nothing from the moment that this is answered. */
export async function withdrawConsent(call: CallOf<'withdrawConsent'>): Promise<Answer<MyConsentView>> {
  const { path, principal, body } = call;
  const consent = await move(call, async (at) => {
    const { consent: before } = await consentOfCustomer(path.consentId, principal);
    return [{ before, decision: revoke(before, { by: 'USER', reason: body.reason ?? 'withdrawn' }, at) }];
  });
  return { body: viewMine(consent) };
}
