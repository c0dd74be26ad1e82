import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RateBook } from '../../functions/quotes/rate-book.ts';

const BOOKS = join(import.meta.dirname, '../../functions/quotes/books');

/** A shipped rate book, as its file says it. A new object at every call, to be altered at will. */
export function readBook(name: string): RateBook {
  return JSON.parse(readFileSync(join(BOOKS, `${name}.json`), 'utf8'));
}

/** What a quote is asked for: the contract's example, with what a test says instead. */
export function quoteRequest(
  instead: { startDate?: string; driver?: object; vehicle?: object; address?: object } = {},
) {
  return {
    product: 'motor',
    startDate: instead.startDate ?? '2026-12-01',
    driver: { dateOfBirth: '1985-03-02', bonusMalusLevel: 2, ...instead.driver },
    vehicle: {
      powerKw: 66,
      firstRegistered: '2017-12-01',
      fuel: 'diesel',
      use: 'private',
      fleet: false,
      ...instead.vehicle,
    },
    address: { country: 'BE', postcode: '9000', ...instead.address },
  };
}

/** The same, for a cover that may be asked for today, whatever today is. */
export function upcomingRequest(
  instead: Omit<Parameters<typeof quoteRequest>[0] & object, 'startDate'> = {},
) {
  return quoteRequest({ startDate: upcomingDate(), ...instead });
}

/** The first day of the month after next: every product takes it, and every month has it. */
export function upcomingDate(): string {
  const today = new Date();
  return new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + 2, 1)).toISOString().slice(0, 10);
}
