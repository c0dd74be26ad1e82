import type { Answer } from '../middleware/call.ts';
import { readCursor, writeCursor } from '../middleware/cursor.ts';
import type { CallOf } from '../middleware/implementation.ts';
import { now } from '../platform/clock.ts';
import { Problem } from '../platform/problem.ts';
import { groundOf, refuseOtherConsent, visibleQuote, visibleReason } from './access.ts';
import { findProduct, type Product } from './catalogue.ts';
import { listQuotes as listFromStore } from './store.ts';
import { type QuotePage, type QuoteView, viewQuote, viewRow } from './view.ts';

/** The rules of a product. */
export async function getProduct({ path }: CallOf<'getProduct'>): Promise<Answer<Product>> {
  const product = findProduct(path.product);
  if (!product) throw new Problem('not-found', 'There is no such product.');
  return { body: product };
}

/** A quote as it stands. */
export async function getQuote(call: CallOf<'getQuote'>): Promise<Answer<QuoteView>> {
  const quote = await visibleQuote(call.path.quoteId, call.principal);
  refuseOtherConsent(call, quote);
  const body = viewQuote(quote, now(), await visibleReason(quote, call.principal));
  return { body, version: quote.version, ...(await groundOf(call.principal, quote)) };
}

/** The form of a cursor of the list. */
const QUOTE_ID = /^quo_[0-9A-Z]{26}$/;

/** A page of the caller's own quotes, newest first. The cursor is the last id of the page before. */
export async function listQuotes({ query, principal }: CallOf<'listQuotes'>): Promise<Answer<QuotePage>> {
  const limit = query.limit ?? 25;
  const { quotes, more } = await listFromStore(
    principal.partnerId,
    readCursor(query.cursor, QUOTE_ID),
    limit,
  );
  const last = quotes.at(-1);
  const at = now();
  const data = quotes.map((quote) => viewRow(quote, at));
  return { body: { data, next: more && last ? writeCursor(last.quoteId) : null } };
}
