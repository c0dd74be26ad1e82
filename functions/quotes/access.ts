import type { Principal } from '../middleware/principal.ts';
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

/** The reason of the decision on a quote, for who may read it: it is the staff's word among themselves. */
export async function visibleReason(quote: Quote, { kind }: Principal): Promise<string | undefined> {
  return kind === 'staff' ? readReason(quote) : undefined;
}

function mayKnow({ kind, partnerId }: Principal, quote: Quote): boolean {
  return kind === 'staff' || (kind === 'partner' && quote.partnerId === partnerId);
}
