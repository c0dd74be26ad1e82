import type { Answer } from '../middleware/call.ts';
import type { CallOf } from '../middleware/implementation.ts';
import type { Instant } from '../platform/clock.ts';
import { newId } from '../platform/ids.ts';
import { accepted, Problem } from '../platform/problem.ts';
import { consentOfPartner } from './access.ts';
import { callingAsker } from './asker.ts';
import { evolve, refuseUnless } from './consent.ts';
import { dashboardOf } from './dashboard-url.ts';
import { move } from './move.ts';
import { request } from './request.ts';
import { keepContent } from './store.ts';
import { type ConsentView, viewConsent } from './view.ts';

type CreateCall = CallOf<'createConsent'>;

/** Asks for a consent. Nobody is named in it: whoever logs in, owns what it is about and says yes becomes its customer. */
export async function createConsent(call: CreateCall): Promise<Answer<ConsentView>> {
  const { body, principal } = call;
  const dashboardUrl = dashboardOf(call);
  const asker = await callingAsker(principal);
  const consentId = newId('con');
  const consent = await move(call, async (createdAt) => {
    const event = accepted(request(body, asker, { consentId, createdAt }));
    await refuseBase(call, createdAt);
    const content = body.claimNotification ?? body.change;
    const records = content ? [await keepContent(evolve(undefined, event), content)] : [];
    return [{ decision: event, records }];
  });
  return { body: viewConsent(consent, dashboardUrl, body.state) };
}

/** What is to be replaced must be the partner's own, and not have ended. */
async function refuseBase({ body, principal }: CreateCall, at: Instant): Promise<void> {
  if (body.baseConsentId === undefined) return;
  const base = await consentOfPartner(body.baseConsentId, principal);
  const refusal = refuseUnless(base, at, ['AUTHORISED', 'SUSPENDED']);
  if (refusal) throw Problem.from({ ...refusal, pointer: '/baseConsentId' });
}
