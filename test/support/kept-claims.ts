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
  entries: readonly LedgerEntry[];
  books: ClaimBooks;
}

/** The entries of an aggregate in the ledger of a data directory, oldest first. */
export function ledgerOf(dataDir: string, aggregateId: string): LedgerEntry[] {
  return ledgersIn(dataDir).get(aggregateId) ?? [];
}

/** A claim of a data directory: its item, and what its ledger makes of it. */
export function keptClaim(dataDir: string, claimId: string): KeptClaim {
  const claim = keptClaims(dataDir).find(({ state }) => state.claimId === claimId);
  if (!claim) throw new Error(`there is no claim ${claimId}`);
  return claim;
}

/** All claims of a data directory. */
export function keptClaims(dataDir: string): KeptClaim[] {
  const states: Claim[] = readItems(dataDir, 'Claims').map(({ doc }) => JSON.parse(doc?.S ?? ''));
  const ledgers = ledgersIn(dataDir);
  return states.map((state) => kept(state, ledgers.get(state.claimId) ?? []));
}

function kept(state: Claim, entries: readonly LedgerEntry[]): KeptClaim {
  const last = entries.at(-1);
  if (!last) throw new Error(`the ledger has no claim ${state.claimId}`);
  const events = entries.flatMap((entry) =>
    entry.events.map(({ type, data }) => ({ type, data }) as ClaimEvent),
  );
  const told = evolve(undefined, events, last);
  return { state, told, entries, books: new ClaimBooks(told, events) };
}

function ledgersIn(dataDir: string): Map<string, LedgerEntry[]> {
  const entries = readItems(dataDir, 'Ledger').map(fromItem);
  return Map.groupBy(
    entries.sort((a, b) => a.version - b.version),
    ({ aggregateId }) => aggregateId,
  );
}
