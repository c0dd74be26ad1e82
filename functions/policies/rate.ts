import { Decimal } from '../platform/money.ts';
import type { Refusal } from '../platform/problem.ts';
import type { Publication } from '../quotes/catalogue.ts';
import type { Facts } from '../quotes/facts.ts';
import type { RateBook } from '../quotes/rate-book.ts';
import { type Premium, price } from '../quotes/rating.ts';
import { judge } from '../quotes/rules.ts';
import type { Cover, Risk } from './stack/cover.ts';
import type { TaxRule } from './stack/movement.ts';

/**
 * Prices a risk for a whole term on its book. Refused where the book's rules say something of it that they did
 * not say of the cover before, which only an underwriter can decide, and where the book has no price for it.
 */
export function rate({ book }: Publication, risk: Risk, before: Cover): Cover | Refusal {
  const facts = factsAsRated(risk);
  const known = reasonsFor(book, factsAsRated(before));
  const raised = reasonsFor(book, facts).filter((code) => !known.includes(code));
  if (raised.length > 0) {
    const detail = `An underwriter has to look at it: ${raised.join(', ')}.`;
    return { refusal: 'underwriting-required', detail, pointer: '/change' };
  }
  if (!book.coverages.includes(risk.coverage)) {
    const detail = `The product has the coverages ${book.coverages.join(', ')}.`;
    return { refusal: 'unknown-coverage', detail, pointer: '/change/coverage' };
  }
  const priced = price(book, facts, risk.coverage, risk.terms?.loading);
  if ('unrated' in priced) {
    const detail = `The rate book has no price for the risk's ${priced.unrated}.`;
    return { refusal: 'not-rated', detail, pointer: '/change' };
  }
  return { ...risk, premium: priced.premium, taxRules: taxRulesOf(book, priced.premium) };
}

/** Facts with what an underwriter reads them as. */
function factsAsRated({ facts, terms }: Risk): Facts {
  return { ...facts, ...terms?.rateAs };
}

function reasonsFor(book: RateBook, facts: Facts): string[] {
  const verdict = judge(book, facts);
  return verdict.outcome === 'rate' ? [] : verdict.reasons.map(({ code }) => code);
}

/**
 * How the book's taxes follow movements of the premium: by their own rate where that is on the net premium, by
 * their share of it where it is on another step, once for each term where they are flat.
 */
export function taxRulesOf(book: RateBook, { net, taxes }: Premium): TaxRule[] {
  return book.taxes.map((tax, index) => {
    if ('flat' in tax) return { code: tax.code, flat: tax.flat };
    if (tax.base === book.net) return { code: tax.code, rate: tax.rate };
    const amount = new Decimal(taxes[index]?.amount.amount ?? '0');
    const whole = new Decimal(net.amount);
    return { code: tax.code, rate: whole.eq(0) ? '0' : amount.div(whole).toFixed() };
  });
}
