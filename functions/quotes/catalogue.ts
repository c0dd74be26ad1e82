import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { components } from '../../openapi/generated/types.ts';
import { canonicalJson } from '../platform/canonical.ts';
import { sha256 } from '../platform/hash.ts';
import type { Refusal } from '../platform/problem.ts';
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

const products = folder('products', (_name, content) => content as Product);
const books = folder('books', publicationOf);

/** The rules of a product, or undefined. */
export function findProduct(product: string): Product | undefined {
  return products.find(product);
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

/** A book as its file has it. That it fits its schema and can price was checked when the project was built. */
function publicationOf(name: string, content: unknown): Publication {
  return { name, digest: sha256(canonicalJson(content)), book: content as RateBook };
}

/** The JSON files of a folder, listed once, each read when first asked for. What is not listed is never looked for. */
function folder<Content>(path: string, understand: (name: string, content: unknown) => Content) {
  const read = new Map<string, Content>();
  let listed: readonly string[] | undefined;
  const names = () => {
    listed ??= readdirSync(join(HERE, path)).flatMap((file) => /^(.*)\.json$/.exec(file)?.[1] ?? []);
    return listed;
  };
  const find = (name: string): Content | undefined => {
    if (!read.has(name) && names().includes(name)) {
      const content: unknown = JSON.parse(readFileSync(join(HERE, path, `${name}.json`), 'utf8'));
      read.set(name, understand(name, content));
    }
    return read.get(name);
  };
  return { names, find };
}

/** Orders names of books by semantic version. */
function compareVersions(a: string, b: string): number {
  const [left, right] = [versionOf(a), versionOf(b)];
  const differing = left.findIndex((part, index) => part !== right[index]);
  return (left[differing] ?? 0) - (right[differing] ?? 0);
}

function versionOf(name: string): number[] {
  return (name.split('@')[1] ?? '').split('.').map(Number);
}
