import { faultsOf } from '../../functions/quotes/book-faults.ts';
import type { RateBook } from '../../functions/quotes/rate-book.ts';
import type { Schema } from './contract.ts';
import { faultsIn, refuseFaults } from './published.ts';

const RATE_BOOK = { $ref: '#/components/schemas/RateBook' };
const PRODUCT = { $ref: '#/components/schemas/Product' };

/**
 * Throws, naming every fault, where a rate book or a product below `root` is not fit to be published. `books` are the
 * schemas of rate books, `contract` those of the contract.
 */
export function checkRates(root: URL, books: Record<string, Schema>, contract: Record<string, Schema>): void {
  refuseFaults([
    ...faultsIn(new URL('books/', root), {
      schemas: books,
      schema: RATE_BOOK,
      more: (content) => faultsOf(content as RateBook),
      versioned: true,
    }),
    ...faultsIn(new URL('products/', root), { schemas: contract, schema: PRODUCT, versioned: false }),
  ]);
}
