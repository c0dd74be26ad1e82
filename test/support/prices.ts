import { deriveFacts, type Facts } from '../../functions/quotes/facts.ts';
import type { RateBook } from '../../functions/quotes/rate-book.ts';
import { type Adjustments, type PricedCoverage, price } from '../../functions/quotes/rating.ts';

/** The facts of a request on a book. Throws where the engine refuses it. */
export function factsOf(book: RateBook, request: object): Facts {
  const derived = deriveFacts(book, request);
  if ('refusal' in derived) throw new Error(derived.detail);
  return derived.facts;
}

/** The price of a risk on a book. Throws where the book has none. */
export function priced(
  book: RateBook,
  facts: Facts,
  coverage: string,
  adjustments?: Adjustments,
): PricedCoverage {
  const outcome = price(book, facts, coverage, adjustments);
  if ('unrated' in outcome) throw new Error(`unrated: ${outcome.unrated}`);
  return outcome;
}

/** Net, each tax, gross. */
export function amountsOf({ premium: { net, taxes, gross } }: PricedCoverage): string[] {
  return [net, ...taxes.map(({ amount }) => amount), gross].map(({ amount }) => amount);
}
