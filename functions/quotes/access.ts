import type { Call } from '../middleware/call.ts';
import type { Ground } from '../middleware/clearance.ts';
import { isConsentedTo } from '../middleware/consent.ts';
import type { Principal } from '../middleware/principal.ts';
import { isRestricted } from '../platform/kept-key.ts';
import { Problem } from '../platform/problem.ts';
import type { Quote } from './quote.ts';
import { readReason } from './reason-store.ts';
import { findQuote } from './store.ts';

/** The quote, if this caller may know of it: a partner of its own, staff of all. Anything else is not found. */
export async function visibleQuote(quoteId: string, principal: Principal): Promise<Quote> {
  const quote = await findQuote(quoteId);
  if (!quote || !mayKnow(principal, quote)) throw new Problem('not-found', 'There is no such quote.');
  return quote;
}

/** Ends the call of whoever is not of the insurer's staff: a scope alone opens nothing to anybody else. */
export function onlyStaff({ kind }: Principal): void {
  if (kind !== 'staff') throw new Problem('forbidden', 'Only the insurer’s staff may do this.');
}

/** Whose driving a quote was priced by, if anybody's, and on which ground its caller sees it: a partner on none. */
export async function groundOf({ kind }: Principal, { driving }: Quote): Promise<Ground> {
  if (!driving) return {};
  const { customerId, policyId } = driving;
  const subject = { customerId, objects: [{ policyId }], restricted: await isRestricted(customerId) };
  return { basis: kind === 'staff' ? 'staff' : undefined, subject };
}

/** Refuses a consent that was given for another policy than the one by whose driving a quote was priced. */
export function refuseOtherConsent(call: Pick<Call, 'consent'>, { driving }: Quote): void {
  if (!call.consent || !driving || isConsentedTo(call, driving)) return;
  throw new Problem('not-found', 'There is no such consent.');
}

/** The reason of the decision on a quote, for who may read it: it is the staff's word among themselves. */
export async function visibleReason(quote: Quote, { kind }: Principal): Promise<string | undefined> {
  return kind === 'staff' ? readReason(quote) : undefined;
}

function mayKnow({ kind, partnerId }: Principal, quote: Quote): boolean {
  return kind === 'staff' || (kind === 'partner' && quote.partnerId === partnerId);
}
