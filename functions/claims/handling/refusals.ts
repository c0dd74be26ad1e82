import type { Money } from '../../platform/money.ts';
import type { Refusal } from '../../platform/problem.ts';
import type { Claim } from '../claim.ts';
import type { Act } from './act.ts';

/** A claim's item holds so many reserves, decisions, payments, recoveries and notes. */
const MOST = 500;

/** Of those, what its end may need: the release of what is set aside, its note, and that of the closure. */
const LEFT_FOR_ITS_END = 3;

/** Refuses to work on a closed claim. */
export function refuseClosed({ status }: Claim): Refusal | undefined {
  return status === 'closed' ? { refusal: 'claim-state', detail: 'The claim is closed.' } : undefined;
}

/** Refuses a further entry, and its note, where a claim has as many as it can hold. */
export function refuseFull(claim: Claim, { noteId }: Act): Refusal | undefined {
  const { reserves, decisions, payments, recoveries, notes } = claim;
  const entries = [reserves, decisions, payments, recoveries, notes].reduce(
    (sum, list) => sum + list.length,
    0,
  );
  const more = noteId === undefined ? 1 : 2;
  if (entries + more <= MOST - LEFT_FOR_ITS_END) return undefined;
  return { refusal: 'too-many-entries', detail: 'The claim has as many entries as it can hold.' };
}

/** Refuses a coverage that is not the one under which the loss was notified. */
export function refuseCoverage({ cover }: Claim, coverage: string): Refusal | undefined {
  if (coverage === cover.coverage) return undefined;
  return {
    refusal: 'unknown-coverage',
    detail: 'The claim is not under that coverage.',
    pointer: '/coverage',
  };
}

/** Refuses money of another currency than the cover's. */
export function refuseCurrency({ cover }: Claim, { currency }: Money, pointer: string): Refusal | undefined {
  if (currency === cover.currency) return undefined;
  const detail = `The claim is settled in ${cover.currency}.`;
  return { refusal: 'currency-mismatch', detail, pointer: `${pointer}/currency` };
}
