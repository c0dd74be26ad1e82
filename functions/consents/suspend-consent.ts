import type { Answer } from '../middleware/call.ts';
import type { CallOf } from '../middleware/implementation.ts';
import { consentOfCustomer } from './access.ts';
import { suspend } from './consent.ts';
import { move } from './move.ts';
import { type MyConsentView, viewMine } from './view.ts';

/** A customer lets a consent rest: it opens nothing until it is taken up again. */
export async function suspendConsent(call: CallOf<'suspendConsent'>): Promise<Answer<MyConsentView>> {
  const consent = await move(call, async (at) => {
    const { consent: before } = await consentOfCustomer(call.path.consentId, call.principal);
    return [{ before, decision: suspend(before, at) }];
  });
  return { body: viewMine(consent) };
}
