import type { Answer } from '../middleware/call.ts';
import type { CallOf } from '../middleware/implementation.ts';
import { now } from '../platform/clock.ts';
import { Problem } from '../platform/problem.ts';
import { visibleQuote } from './access.ts';
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
export async function getQuote({ path, principal }: CallOf<'getQuote'>): Promise<Answer<QuoteView>> {
  const quote = await visibleQuote(path.quoteId, principal);
  return { body: viewQuote(quote, now()), version: quote.version };
}

/** A page of the caller's own quotes, newest first. The cursor is the last id of the page before. */
export async function listQuotes({ query, principal }: CallOf<'listQuotes'>): Promise<Answer<QuotePage>> {
  const limit = query.limit ?? 25;
  const { quotes, more } = await listFromStore(principal.partnerId, readCursor(query.cursor), limit);
  const last = quotes.at(-1);
  const at = now();
  const data = quotes.map((quote) => viewRow(quote, at));
  return { body: { data, next: more && last ? writeCursor(last.quoteId) : null } };
}

function writeCursor(quoteId: string): string {
  return Buffer.from(quoteId).toString('base64url');
}

function readCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const quoteId = Buffer.from(cursor, 'base64url').toString();
  if (/^quo_[0-9A-Z]{26}$/.test(quoteId)) return quoteId;
  const violation = { in: 'query', pointer: '/cursor', detail: 'is not a cursor of this list' } as const;
  throw new Problem('validation-failed', 'The request does not fit the contract.', [violation]);
}
