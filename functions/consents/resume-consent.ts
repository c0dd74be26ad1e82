import type { Answer } from '../middleware/call.ts';
import type { CallOf } from '../middleware/implementation.ts';
import { consentOfCustomer } from './access.ts';
import { resume } from './consent.ts';
import { move } from './move.ts';
import { type MyConsentView, viewMine } from './view.ts';

/** A customer takes a resting consent up again. */
export async function resumeConsent(call: CallOf<'resumeConsent'>): Promise<Answer<MyConsentView>> {
  const consent = await move(call, async (at) => {
    const { consent: before } = await consentOfCustomer(call.path.consentId, call.principal);
    return [{ before, decision: resume(before, at) }];
  });
  return { body: viewMine(consent) };
}
