import type { Tried } from '../support/evidence.ts';

/** How many tests ran, by what became of them. */
export interface Tests {
  passed: number;
  failed: number;
  skipped: number;
}

/** What became of a claim. */
export interface Finding {
  claim: string;
  held: boolean;
  /** What was tried, and how often. */
  tried: readonly Tried[];
  /** Whether each of it has a line of its own on the page. */
  itemised?: true;
  tests?: Tests;
  /** What was measured, in lines to be read. */
  measured?: readonly string[];
  /** What did not hold, in words; empty when the claim was held. */
  faults: readonly string[];
  /** Everything that was measured, for whoever computes on. */
  figures?: unknown;
}

/** A claim that does not hold for a reason that is no test's. */
export function broken(claim: string, fault: string): Finding {
  return { claim, held: false, tried: [], faults: [fault] };
}
