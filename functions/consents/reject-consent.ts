import type { Answer } from '../middleware/call.ts';
import type { CallOf } from '../middleware/implementation.ts';
import { consentOfCustomer } from './access.ts';
import { reject } from './authorisation.ts';
import { answerDecided } from './decided.ts';
import { move } from './move.ts';
import type { MyConsentView } from './view.ts';

/** A customer says no to what was asked for. */
export async function rejectConsent(call: CallOf<'rejectConsent'>): Promise<Answer<MyConsentView>> {
  const { path, principal, body } = call;
  const consent = await move(call, async (at) => {
    const { consent: before, owner } = await consentOfCustomer(path.consentId, principal);
    return [{ before, decision: reject(before, owner, { reason: body.reason ?? 'rejected' }, at) }];
  });
  return answerDecided(consent);
}
