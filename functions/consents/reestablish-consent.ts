import type { Answer } from '../middleware/call.ts';
import type { CallOf } from '../middleware/implementation.ts';
import { newId } from '../platform/ids.ts';
import { accepted } from '../platform/problem.ts';
import { consentOfCustomer } from './access.ts';
import { refuseFormerAsker } from './asker.ts';
import { move } from './move.ts';
import { reestablish } from './reestablishment.ts';
import { type MyConsentView, viewMine } from './view.ts';

/** A customer gives an ended consent again, as another. */
export async function reestablishConsent(call: CallOf<'reestablishConsent'>): Promise<Answer<MyConsentView>> {
  const consentId = newId('con');
  const consent = await move(call, async (at) => {
    const { consent: ended, owner } = await consentOfCustomer(call.path.consentId, call.principal);
    const decision = accepted(reestablish(ended, owner, consentId, at));
    await refuseFormerAsker(ended);
    return [{ decision }];
  });
  return { body: viewMine(consent) };
}
