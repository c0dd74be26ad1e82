import { join } from 'node:path';
import type { components } from '../../openapi/generated/types.ts';
import type { Refusal } from '../platform/problem.ts';
import { compareVersions, digestOf, type Published, publishedIn } from '../platform/published.ts';
import type { PricedDriving } from './driving.ts';
import type { DrivingBook } from './driving-book.ts';
import type { RateBook } from './rate-book.ts';

/** A product's rules, as the contract shows them. */
export type Product = components['schemas']['Product'];

/** A book as it was published: a rate book, or one that prices driving. */
export interface Publication<Book = RateBook> {
  /** `<book>@<version>`: its file's name. */
  name: string;
  /** SHA-256 of its content, whatever the layout of the file. */
  digest: string;
  book: Book;
}

/** What something that was priced keeps of its book: its name, and the digest that it had then. */
export interface PricedOn {
  rateBook: string;
  rateBookDigest: string;
}

/** Where products and rate books lie: beside this file in the source, beside the bundle in Lambda. */
const HERE = import.meta.dirname;

const products = publishedIn(join(HERE, 'products'), (_name, content) => content as Product);
const books = publishedIn(join(HERE, 'books'), publicationOf<RateBook>);
const drivingBooks = publishedIn(join(HERE, 'driving-books'), publicationOf<DrivingBook>);

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
  return unaltered(findBook(rateBook), rateBook, rateBookDigest);
}

/** The book that driving was priced on, likewise. */
export function unalteredDrivingBook({
  drivingBook,
  drivingBookDigest,
}: Pick<PricedDriving, 'drivingBook' | 'drivingBookDigest'>): Publication<DrivingBook> | Refusal {
  return unaltered(drivingBooks.find(drivingBook), drivingBook, drivingBookDigest);
}

function unaltered<Book>(
  publication: Publication<Book> | undefined,
  name: string,
  digest: string,
): Publication<Book> | Refusal {
  if (publication?.digest === digest) return publication;
  return { refusal: 'rate-book-altered', detail: `The rate book ${name} is not the one that priced this.` };
}

/** The book that prices a product from a day on: the highest version of those in effect by then. */
export function newestBook(product: string, startDate: string): Publication | undefined {
  return newest(books, startDate, (book) => book.product === product);
}

/** The book that prices how somebody drives under a product from a day on, likewise. */
export function newestDrivingBook(product: string, startDate: string): Publication<DrivingBook> | undefined {
  return newest(drivingBooks, startDate, ({ products }) => product in products);
}

function newest<Book extends { effectiveFrom: string }>(
  published: Published<Publication<Book>>,
  startDate: string,
  fits: (book: Book) => boolean,
): Publication<Book> | undefined {
  return published
    .names()
    .flatMap((name) => published.find(name) ?? [])
    .filter(({ book }) => fits(book) && book.effectiveFrom <= startDate)
    .sort((a, b) => compareVersions(a.name, b.name))
    .at(-1);
}

/** Names of all published rate books. */
export function bookNames(): readonly string[] {
  return books.names();
}

/** A book as its file has it. That it can price was checked when the project was built. */
function publicationOf<Book>(name: string, content: unknown): Publication<Book> {
  return { name, digest: digestOf(content), book: content as Book };
}
