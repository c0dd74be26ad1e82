import type { Answer } from '../middleware/call.ts';
import { askerOf } from './asker.ts';
import type { Consent } from './consent.ts';
import { redirectTo } from './redirect.ts';
import { type MyConsentView, viewMine } from './view.ts';

/** What a customer is answered who has just decided: the consent, and where its partner waits for them. */
export async function answerDecided(consent: Consent): Promise<Answer<MyConsentView>> {
  const target = consent.redirectUri === undefined ? undefined : await registeredRedirect(consent);
  return { body: { ...viewMine(consent), ...(target !== undefined && { redirectTo: target }) } };
}

/** An address that the partner has given up since leads to nobody knows whom. */
async function registeredRedirect(consent: Consent): Promise<string | undefined> {
  const asker = await askerOf(consent);
  return redirectTo(consent, asker?.redirectUris ?? []);
}
