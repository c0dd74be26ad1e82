import type { Instant } from '../../platform/clock.ts';
import type { Refusal } from '../../platform/problem.ts';
import type { Claim, Note } from '../claim.ts';
import type { HandlingEvent, Named } from './handling-event.ts';

/** Who acts on a claim and when, and where the vault keeps what they say about it. */
export interface Act {
  /** A client id, or `triage`. */
  by: string;
  at: Instant;
  noteId?: string;
}

/** What was decided. */
export type Outcome = readonly HandlingEvent[] | Refusal;

/** What the events of a claim say of it. */
export function named({ claimId, policyId }: Claim): Named {
  return { claimId, policyId };
}

/** The note of an act, where something was said along with it. */
export function noted(claim: Claim, { by, at, noteId }: Act): HandlingEvent[] {
  return noteId === undefined
    ? []
    : [{ type: 'claim.noted', data: { ...named(claim), ...{ noteId, at, by } } }];
}

/** What an entry says of the note that came with it. */
export function noteOf({ noteId }: Act): Pick<Partial<Note>, 'noteId'> {
  return noteId === undefined ? {} : { noteId };
}
