import type { Claim } from '../claim.ts';
import { type Act, noted, type Outcome } from './act.ts';
import { refuseFull } from './refusals.ts';

/** Puts words of the staff with a claim, also with one that is closed. */
export function note(claim: Claim, act: Act): Outcome {
  const { noteId, ...bare } = act;
  return refuseFull(claim, bare) ?? noted(claim, act);
}
