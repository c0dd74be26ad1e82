import { Decimal } from '../platform/money.ts';
import type { Refusal } from '../platform/problem.ts';
import type { Publication } from '../quotes/catalogue.ts';
import type { Facts } from '../quotes/facts.ts';
import type { RateBook } from '../quotes/rate-book.ts';
import { CENTS, price, round } from '../quotes/rating.ts';
import { reasonsRaised } from '../quotes/rules.ts';
import type { Cover, Risk } from './stack/cover.ts';
import type { TaxRule } from './stack/movement.ts';

/**
 * Prices a risk for a whole term on its book. Refused where the book's rules say something of it that they did
 * not say of the cover before, which only an underwriter can decide, and where the book has no price for it.
 */
export function rate({ book }: Publication, risk: Risk, before: Cover): Cover | Refusal {
  const facts = factsAsRated(risk);
  const raised = reasonsRaised(book, facts, factsAsRated(before)).map(({ code }) => code);
  if (raised.length > 0) {
    const detail = `An underwriter has to look at it: ${raised.join(', ')}.`;
    return { refusal: 'underwriting-required', detail };
  }
  if (!book.coverages.includes(risk.coverage)) {
    const detail = `The product has the coverages ${book.coverages.join(', ')}.`;
    return { refusal: 'unknown-coverage', detail };
  }
  const priced = price(book, facts, risk.coverage, { loading: risk.terms?.loading, driving: risk.driving });
  if ('unrated' in priced) {
    const detail = `The rate book has no price for the risk's ${priced.unrated}.`;
    return { refusal: 'not-rated', detail };
  }
  return { ...risk, premium: priced.premium, taxRules: taxRulesOf(book) };
}

/** Facts with what an underwriter reads them as. */
function factsAsRated({ facts, terms }: Risk): Facts {
  return { ...facts, ...terms?.rateAs };
}

/**
 * How the book's taxes follow movements of the premium: by their own rate where that is on the net premium, prorated
 * where it is on another step, once for each term where they are flat.
 */
export function taxRulesOf(book: RateBook): TaxRule[] {
  return book.taxes.map((tax) => {
    const { code } = tax;
    if ('flat' in tax) return { code, flat: round(new Decimal(tax.flat), tax.round ?? CENTS).toFixed(2) };
    if (tax.base !== book.net) return { code, prorated: true };
    return { code, rate: tax.rate, ...(tax.round && { round: tax.round }) };
  });
}
