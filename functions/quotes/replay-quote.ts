import { isDeepStrictEqual } from 'node:util';
import type { Answer, Call } from '../middleware/call.ts';
import type { CallOf, Reference } from '../middleware/implementation.ts';
import { accepted } from '../platform/problem.ts';
import { groundOf, visibleQuote, visibleReason } from './access.ts';
import { unalteredBook, unalteredDrivingBook } from './catalogue.ts';
import { type Driving, isPriced } from './driving.ts';
import { drivingFactor } from './driving-factor.ts';
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
  const body = viewQuote(quote, at, await visibleReason(quote, principal));
  return { body, version, ...(await groundOf(principal, quote)) };
}

function priceAgain(quote: Quote): Offer[] {
  const { book } = accepted(unalteredBook(quote));
  const driving = priceDrivingAgain(quote);
  const coverages = quote.offers.map(({ coverage }) => coverage);
  const risk = { facts: quote.facts, coverages, ...(driving && { driving }) };
  const priced = accepted(priceAll(book, risk, quote.underwriting?.terms));
  return priced.map((coverage, index) => ({ offerId: quote.offers[index]?.offerId ?? '', ...coverage }));
}

/** The factor again, from the score and the kilometres that were priced, on the very book that priced them. */
function priceDrivingAgain({ driving, product }: Quote): Driving | undefined {
  if (!isPriced(driving)) return driving;
  const { book } = accepted(unalteredDrivingBook(driving));
  const again = drivingFactor(book, product, driving);
  if (!again) throw new Error(`the driving book does not price ${product}`);
  return { ...driving, ...again };
}
