import { readdirSync, readFileSync } from 'node:fs';
import { faultsOf } from '../../functions/quotes/book-faults.ts';
import type { RateBook } from '../../functions/quotes/rate-book.ts';
import { Compiler } from './compiler.ts';
import type { Schema } from './contract.ts';

const RATE_BOOK = { $ref: '#/components/schemas/RateBook' };
const PRODUCT = { $ref: '#/components/schemas/Product' };

/** The file name of a rate book is its identity; the product that it prices is written inside. */
const BOOK_FILE = /^[a-z][a-z0-9-]{1,39}@\d{1,4}\.\d{1,4}\.\d{1,4}\.json$/;

/**
 * Throws, naming every fault, where a rate book or a product below `root` is not fit to be published: here, once,
 * so that nothing has to be checked while a request waits. `books` are the schemas of rate books, `contract` those
 * of the contract.
 */
export function checkRates(root: URL, books: Record<string, Schema>, contract: Record<string, Schema>): void {
  const faults = [
    ...check(new URL('books/', root), books, RATE_BOOK, bookFaults),
    ...check(new URL('products/', root), contract, PRODUCT, () => []),
  ];
  if (faults.length > 0) throw new Error(`What is published is not fit to be:\n${faults.join('\n')}`);
}

function check(
  folder: URL,
  schemas: Record<string, Schema>,
  schema: Schema,
  more: (file: string, content: unknown) => string[],
): string[] {
  const compiler = new Compiler(schemas);
  compiler.add('published', schema);
  return readdirSync(folder).flatMap((file) => {
    const content: unknown = JSON.parse(readFileSync(new URL(encodeURIComponent(file), folder), 'utf8'));
    const unfit = compiler.check('published', content);
    return (unfit.length > 0 ? unfit : more(file, content)).map((fault) => `${file}: ${fault}`);
  });
}

function bookFaults(file: string, content: unknown): string[] {
  const name = BOOK_FILE.test(file) ? [] : ['is not named <book>@<version>.json'];
  return [...name, ...faultsOf(content as RateBook)];
}
