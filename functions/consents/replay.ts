import type { Answer } from '../middleware/call.ts';
import type { CallOf, Reference } from '../middleware/implementation.ts';
import { consentOfCustomer, consentOfPartner } from './access.ts';
import type { Consent } from './consent.ts';
import { dashboardOf } from './dashboard-url.ts';
import { findConsentAt } from './store.ts';
import { type ConsentView, type MyConsentView, viewConsent, viewMine } from './view.ts';

/** Renders a consent as it was asked for: with the state of the same request, which nobody kept. */
export async function replayRequest(
  reference: Reference,
  call: CallOf<'createConsent'>,
): Promise<Answer<ConsentView>> {
  await consentOfPartner(reference.id, call.principal);
  return { body: viewConsent(await consentAt(reference), dashboardOf(call), call.body.state) };
}

/** Renders a consent as it was given anew. */
export async function replayReestablishment(
  reference: Reference,
  { principal }: CallOf<'reestablishConsent'>,
): Promise<Answer<MyConsentView>> {
  await consentOfCustomer(reference.id, principal);
  return { body: viewMine(await consentAt(reference)) };
}

async function consentAt({ id, version }: Reference): Promise<Consent> {
  const consent = await findConsentAt(id, version);
  if (!consent) throw new Error(`the ledger has no consent ${id}`);
  return consent;
}
