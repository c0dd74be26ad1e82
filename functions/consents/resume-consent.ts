import type { Answer } from '../middleware/call.ts';
import type { CallOf } from '../middleware/implementation.ts';
import { accepted } from '../platform/problem.ts';
import { consentOfCustomer } from './access.ts';
import { refuseFormerAsker } from './asker.ts';
import { resume } from './consent.ts';
import { move } from './move.ts';
import { type MyConsentView, viewMine } from './view.ts';

/** A customer takes a resting consent up again. */
export async function resumeConsent(call: CallOf<'resumeConsent'>): Promise<Answer<MyConsentView>> {
  const consent = await move(call, async (at) => {
    const { consent: before } = await consentOfCustomer(call.path.consentId, call.principal);
    const decision = accepted(resume(before, at));
    await refuseFormerAsker(before);
    return [{ before, decision }];
  });
  return { body: viewMine(consent) };
}
