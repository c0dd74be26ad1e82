import type { Answer } from '../middleware/call.ts';
import { readCursor, writeCursor } from '../middleware/cursor.ts';
import type { CallOf } from '../middleware/implementation.ts';
import { now } from '../platform/clock.ts';
import { consentOfCustomer } from './access.ts';
import { asOf } from './consent.ts';
import { CONSENT_ID } from './read-consents.ts';
import { findConsentsOfCustomer, readContent } from './store.ts';
import { type MyConsentPage, type MyConsentView, viewMine } from './view.ts';

/** A consent that the calling customer gave, refused, or is asked for; with what it is for, where it is for one use. */
export async function getMyConsent({
  path,
  principal,
}: CallOf<'getMyConsent'>): Promise<Answer<MyConsentView>> {
  const { consent, owner } = await consentOfCustomer(path.consentId, principal);
  const body = viewMine(consent);
  const content = await readContent(consent);
  if (!consent.content || !content) return { body };
  const subject = { customerId: owner.customerId, objects: consent.objects ?? [], restricted: false };
  return { body: { ...body, [consent.content]: content }, basis: 'customer', subject };
}

/** A page of the consents that the calling customer has decided on, newest first. */
export async function listMyConsents({
  query,
  principal,
}: CallOf<'listMyConsents'>): Promise<Answer<MyConsentPage>> {
  const before = readCursor(query.cursor, CONSENT_ID);
  // A login that is nobody's has decided on nothing.
  if (principal.customerId === undefined) return { body: { data: [], next: null } };
  const { consents, next } = await findConsentsOfCustomer(principal.customerId, before, query.limit ?? 25);
  const at = now();
  const data = consents.map((consent) => viewMine(asOf(consent, at)));
  return { body: { data, next: next === undefined ? null : writeCursor(next) } };
}
