import { isDeepStrictEqual } from 'node:util';
import type { Answer, Call } from '../middleware/call.ts';
import type { CallOf, Reference } from '../middleware/implementation.ts';
import { accepted } from '../platform/problem.ts';
import { visibleQuote, visibleReason } from './access.ts';
import { unalteredBook } from './catalogue.ts';
import { priceAll } from './pricing.ts';
import type { Offer, Quote } from './quote.ts';
import { findQuoteAt } from './store.ts';
import { type QuoteView, type ReplayView, viewQuote } from './view.ts';

/** Prices a quote again from its stored facts, on the very book that priced it. */
export async function replayQuote({ path, principal }: CallOf<'replayQuote'>): Promise<Answer<ReplayView>> {
  const quote = await visibleQuote(path.quoteId, principal);
  const replayedOffers = priceAgain(quote);
  const same = isDeepStrictEqual(quote.offers, replayedOffers);
  return { body: { same, rateBook: quote.rateBook, offers: [...quote.offers], replayedOffers } };
}

/** Renders what the first call with an idempotency key answered, from the ledger. */
export async function renderFirstAnswer(
  { id, version }: Reference,
  { principal }: Pick<Call, 'principal'>,
): Promise<Answer<QuoteView>> {
  await visibleQuote(id, principal);
  const quote = await findQuoteAt(id, version);
  if (!quote) throw new Error(`the ledger has no quote ${id}`);
  const at = quote.underwriting?.decidedAt ?? quote.createdAt;
  return { body: viewQuote(quote, at, await visibleReason(quote, principal)), version };
}

function priceAgain(quote: Quote): Offer[] {
  const { book } = accepted(unalteredBook(quote));
  const { rateAs, loading } = quote.underwriting?.terms ?? {};
  const offered = quote.offers.map(({ coverage }) => coverage);
  const priced = accepted(priceAll(book, { ...quote.facts, ...rateAs }, offered, loading));
  return priced.map((coverage, index) => ({ offerId: quote.offers[index]?.offerId ?? '', ...coverage }));
}
