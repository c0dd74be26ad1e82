import type { Instant } from '../platform/clock.ts';
import { newId } from '../platform/ids.ts';
import { accepted } from '../platform/problem.ts';
import { type PricedOn, type Product, type Publication, unalteredBook } from '../quotes/catalogue.ts';
import { rate } from './rate.ts';
import type { Desk } from './stack/booking.ts';

/** What booking needs at an instant, with the books that lie beside the code. */
export function deskAt(issuedAt: Instant, { currency }: Product): Desk {
  return {
    issuedAt,
    currency,
    newTransactionId: () => newId('txn'),
    rate: (risk, before) => rate(bookOf(risk), risk, before),
  };
}

/** The book that something was priced on, proven unaltered since. */
export function bookOf(priced: PricedOn): Publication {
  return accepted(unalteredBook(priced));
}
