import type { Answer } from '../middleware/call.ts';
import { readCursor, writeCursor } from '../middleware/cursor.ts';
import type { CallOf } from '../middleware/implementation.ts';
import { now } from '../platform/clock.ts';
import { consentOfPartner } from './access.ts';
import { asOf } from './consent.ts';
import { dashboardOf } from './dashboard-url.ts';
import { listConsents as listFromStore } from './store.ts';
import { type ConsentPage, type ConsentView, viewConsent } from './view.ts';

/** A consent that the calling partner asked for, as it stands. */
export async function getConsent(call: CallOf<'getConsent'>): Promise<Answer<ConsentView>> {
  const consent = await consentOfPartner(call.path.consentId, call.principal);
  return { body: viewConsent(consent, dashboardOf(call)) };
}

/** The form of a cursor of a list of consents. */
export const CONSENT_ID = /^con_[0-9A-Z]{26}$/;

/** A page of what the calling partner has asked for, newest first. The cursor is the last id that was looked at. */
export async function listConsents(call: CallOf<'listConsents'>): Promise<Answer<ConsentPage>> {
  const { query, principal } = call;
  const before = readCursor(query.cursor, CONSENT_ID);
  const { consents, next } = await listFromStore(principal.partnerId, before, query.limit ?? 25);
  const [at, dashboardUrl] = [now(), dashboardOf(call)];
  const data = consents.map((consent) => viewConsent(asOf(consent, at), dashboardUrl));
  return { body: { data, next: next === undefined ? null : writeCursor(next) } };
}
