import type { Answer } from '../middleware/call.ts';
import type { CallOf } from '../middleware/implementation.ts';
import type { Instant } from '../platform/clock.ts';
import { accepted, isRefusal } from '../platform/problem.ts';
import { consentOfCustomer } from './access.ts';
import { refuseFormerAsker } from './asker.ts';
import { authorise } from './authorisation.ts';
import { type Consent, revoke } from './consent.ts';
import { answerDecided } from './decided.ts';
import { move, type Step } from './move.ts';
import { REPLACED } from './reestablishment.ts';
import type { MyConsentView } from './view.ts';

/** A customer says yes, to all or to some of what was asked for. What the consent is to replace ends with that. */
export async function authoriseConsent(call: CallOf<'authoriseConsent'>): Promise<Answer<MyConsentView>> {
  const { path, principal, body } = call;
  const consent = await move(call, async (at) => {
    const { consent: before, owner, base } = await consentOfCustomer(path.consentId, principal);
    const decision = accepted(authorise(before, owner, body.objects, at));
    await refuseFormerAsker(before);
    return [{ before, decision }, ...replace(base, at)];
  });
  return answerDecided(consent);
}

/** Nothing is left to replace where the base has ended meanwhile. */
function replace(base: Consent | undefined, at: Instant): Step[] {
  const decision = base && revoke(base, { by: 'PARTNER', reason: REPLACED }, at);
  return decision && !isRefusal(decision) ? [{ before: base, decision }] : [];
}
