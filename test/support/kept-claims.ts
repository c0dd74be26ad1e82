import type { Claim } from '../../functions/claims/claim.ts';
import { type ClaimEvent, evolve } from '../../functions/claims/claim-event.ts';
import { fromItem, type LedgerEntry } from '../../functions/platform/ledger.ts';
import { ClaimBooks } from './claim-books.ts';
import { readItems } from './sqlite-tables.ts';

/** A claim as the tables of a data directory have it. */
export interface KeptClaim {
  /** As its item has it. */
  state: Claim;
  /** As its ledger tells it. */
  told: Claim;
  events: readonly ClaimEvent[];
  books: ClaimBooks;
}

/** The entries of an aggregate in the ledger of a data directory, oldest first. */
export function ledgerOf(dataDir: string, aggregateId: string): LedgerEntry[] {
  return readItems(dataDir, 'Ledger')
    .filter((item) => item.aggregateId?.S === aggregateId)
    .map(fromItem)
    .sort((a, b) => a.version - b.version);
}

/** A claim of a data directory: its item, and what its ledger makes of it. */
export function keptClaim(dataDir: string, claimId: string): KeptClaim {
  const entries = ledgerOf(dataDir, claimId);
  const last = entries.at(-1);
  const item = readItems(dataDir, 'Claims').find((each) => each.claimId?.S === claimId);
  if (!last || item?.doc === undefined) throw new Error(`there is no claim ${claimId}`);
  const events = entries.flatMap((entry) =>
    entry.events.map(({ type, data }) => ({ type, data }) as ClaimEvent),
  );
  const told = evolve(undefined, events, last);
  return { state: JSON.parse(item.doc.S), told, events, books: new ClaimBooks(told.cover, events) };
}
