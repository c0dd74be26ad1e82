import { readdirSync, readFileSync } from 'node:fs';
import type { DrivingBook } from '../../functions/quotes/driving-book.ts';
import { drivingFaultsOf } from '../../functions/quotes/driving-faults.ts';
import type { RateBook } from '../../functions/quotes/rate-book.ts';
import type { Schema } from './contract.ts';
import { faultsIn, refuseFaults } from './published.ts';

const DRIVING_BOOK = { $ref: '#/components/schemas/DrivingBook' };

/**
 * Throws, naming every fault, where a driving book below `root` is not fit to be published, beside the rate books there,
 * which are fit.
 */
export function checkDrivingBooks(root: URL, schemas: Record<string, Schema>): void {
  const rateBooks = rateBooksIn(new URL('books/', root));
  const more = (content: unknown) => drivingFaultsOf(content as DrivingBook, rateBooks);
  refuseFaults(
    faultsIn(new URL('driving-books/', root), { schemas, schema: DRIVING_BOOK, more, versioned: true }),
  );
}

function rateBooksIn(folder: URL): RateBook[] {
  return readdirSync(folder).map((file) =>
    JSON.parse(readFileSync(new URL(encodeURIComponent(file), folder), 'utf8')),
  );
}
