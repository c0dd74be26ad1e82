import { addDays, after24Hours, dayIn, daysBetween } from '../platform/calendar.ts';
import type { Refusal } from '../platform/problem.ts';
import type { Product } from './catalogue.ts';
import { isPriced } from './driving.ts';
import type { Assessment, Offer, Requested, Terms } from './quote.ts';
import type { RateBook } from './rate-book.ts';
import { type PricedCoverage, price } from './rating.ts';
import { judge } from './rules.ts';

/** Gives each priced coverage the id under which it is offered. */
export type NewOfferId = () => string;

/** A risk, and what of it is to be priced. */
export type PricedRisk = Pick<Requested, 'facts' | 'coverages' | 'driving'>;

/** What a book makes of a risk: its rules first, then a price for each coverage. */
export function assess(book: RateBook, risk: PricedRisk, newOfferId: NewOfferId): Assessment {
  const verdict = judge(book, risk.facts);
  if (verdict.outcome !== 'rate') return verdict;
  const priced = priceAll(book, risk);
  // No rule spoke of it, yet the book has no price: that is for a person to see, not for the partner to guess.
  if ('refusal' in priced)
    return { outcome: 'referred', reasons: [{ code: 'not-rated', detail: priced.detail }] };
  return { outcome: 'offered', offers: priced.map((coverage) => ({ offerId: newOfferId(), ...coverage })) };
}

/** Offers for a risk that an underwriter takes on terms; refused while the book still has no price for it. */
export function offerOnTerms(
  book: RateBook,
  risk: PricedRisk,
  terms: Terms,
  newOfferId: NewOfferId,
): readonly Offer[] | Refusal {
  const priced = priceAll(book, risk, terms);
  if ('refusal' in priced) return priced;
  return priced.map((coverage) => ({ offerId: newOfferId(), ...coverage }));
}

/** Prices each coverage of a risk on an underwriter's terms, or names what the book has no relativity for. */
export function priceAll(
  book: RateBook,
  { facts, coverages, driving }: PricedRisk,
  { rateAs, loading }: Terms = {},
): readonly PricedCoverage[] | Refusal {
  const rated = { ...facts, ...rateAs };
  const adjustments = { loading, ...(isPriced(driving) && { driving }) };
  const priced: PricedCoverage[] = [];
  for (const coverage of coverages) {
    const outcome = price(book, rated, coverage, adjustments);
    if ('unrated' in outcome) {
      const detail = `The rate book has no price for the risk's ${outcome.unrated}.`;
      return { refusal: 'terms-insufficient', detail, pointer: '/terms/rateAs' };
    }
    priced.push(outcome);
  }
  return priced;
}

/** The coverages to price: those asked for, or all of the book's. */
export function chooseCoverages(
  book: RateBook,
  asked: readonly string[] | undefined,
): readonly string[] | Refusal {
  const unknown = asked?.findIndex((coverage) => !book.coverages.includes(coverage)) ?? -1;
  if (unknown >= 0) {
    const detail = `The product has the coverages ${book.coverages.join(', ')}.`;
    return { refusal: 'unknown-coverage', detail, pointer: `/coverages/${unknown}` };
  }
  return asked ?? book.coverages;
}

/** Refuses a start of cover that is further back or ahead than the product allows, by its own calendar. */
export function refuseStartDate(product: Product, startDate: string, now: string): Refusal | undefined {
  const { backdatingDays, advanceDays } = product.startDate;
  const today = dayIn(product.timeZone, now);
  const ahead = daysBetween(today, startDate);
  if (-backdatingDays <= ahead && ahead <= advanceDays) return undefined;
  const detail = `Cover can start from ${addDays(today, -backdatingDays)} to ${addDays(today, advanceDays)}.`;
  return { refusal: 'start-date-out-of-range', detail, pointer: '/startDate' };
}

/** The instant until which a quote that is made now stands. */
export function validUntil(product: Product, now: string): string {
  return after24Hours(now, product.quoteValidityDays);
}
