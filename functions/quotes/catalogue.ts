import { join } from 'node:path';
import type { components } from '../../openapi/generated/types.ts';
import type { Refusal } from '../platform/problem.ts';
import { compareVersions, digestOf, publishedIn } from '../platform/published.ts';
import type { RateBook } from './rate-book.ts';

/** A product's rules, as the contract shows them. */
export type Product = components['schemas']['Product'];

/** A rate book as it was published. */
export interface Publication {
  /** `<book>@<version>`: its file's name. */
  name: string;
  /** SHA-256 of its content, whatever the layout of the file. */
  digest: string;
  book: RateBook;
}

/** What something that was priced keeps of its book: its name, and the digest that it had then. */
export interface PricedOn {
  rateBook: string;
  rateBookDigest: string;
}

/** Where products and rate books lie: beside this file in the source, beside the bundle in Lambda. */
const HERE = import.meta.dirname;

const products = publishedIn(join(HERE, 'products'), (_name, content) => content as Product);
const books = publishedIn(join(HERE, 'books'), publicationOf);

/** The rules of a product, or undefined. */
export function findProduct(product: string): Product | undefined {
  return products.find(product);
}

/** The product of a quote, policy or claim. Products are published with the code and never withdrawn. */
export function productOf({ product }: { product: string }): Product {
  const found = findProduct(product);
  if (!found) throw new Error(`product ${product} is missing`);
  return found;
}

/** A rate book by its name, or undefined. */
export function findBook(name: string): Publication | undefined {
  return books.find(name);
}

/** The book that something was priced on, proven unaltered since, or why there is none. */
export function unalteredBook({ rateBook, rateBookDigest }: PricedOn): Publication | Refusal {
  const publication = findBook(rateBook);
  if (publication?.digest === rateBookDigest) return publication;
  return {
    refusal: 'rate-book-altered',
    detail: `The rate book ${rateBook} is not the one that priced this.`,
  };
}

/** The book that prices a product from a day on: the highest version of those in effect by then. */
export function newestBook(product: string, startDate: string): Publication | undefined {
  return bookNames()
    .flatMap((name) => findBook(name) ?? [])
    .filter(({ book }) => book.product === product && book.effectiveFrom <= startDate)
    .sort((a, b) => compareVersions(a.name, b.name))
    .at(-1);
}

/** Names of all published rate books. */
export function bookNames(): readonly string[] {
  return books.names();
}

/** A book as its file has it. That it can price was checked when the project was built. */
function publicationOf(name: string, content: unknown): Publication {
  return { name, digest: digestOf(content), book: content as RateBook };
}
