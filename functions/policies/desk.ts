import type { Instant } from '../platform/clock.ts';
import { newId } from '../platform/ids.ts';
import { Problem } from '../platform/problem.ts';
import { findBook, findProduct, type Product, type Publication } from '../quotes/catalogue.ts';
import type { Policy } from './policy.ts';
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
export function bookOf({
  rateBook,
  rateBookDigest,
}: {
  rateBook: string;
  rateBookDigest: string;
}): Publication {
  const publication = findBook(rateBook);
  if (publication?.digest === rateBookDigest) return publication;
  throw new Problem('rate-book-altered', `The rate book ${rateBook} is not the one that priced this.`);
}

/** The product of a policy or quote. Products are published with the code and never withdrawn. */
export function productOf({ product }: { product: string }): Product {
  const found = findProduct(product);
  if (!found) throw new Error(`product ${product} is missing`);
  return found;
}

/** The instant of the next entry of a stack: clocks differ between machines, but the stack's order is its time. */
export function notBefore({ changedAt }: Pick<Policy, 'changedAt'>, now: Instant): Instant {
  return now < changedAt ? changedAt : now;
}
