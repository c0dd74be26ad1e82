import type { Refusal } from '../../platform/problem.ts';
import type { Claim, Closure } from '../claim.ts';
import { type Act, named, noted, noteOf, type Outcome } from './act.ts';
import { openReserveOf, outstandingOf, paidOf, standingDecision } from './figures.ts';
import { refuseClosed, refuseFull } from './refusals.ts';

/**
 * Ends a claim, for which nothing may be set aside any more. Why is said where it ends before its time: nobody has decided
 * it, or some of what is payable was not paid.
 */
export function close(claim: Claim, act: Act): Outcome {
  const refusal = refuseClosed(claim) ?? refuseOpenReserve(claim) ?? refuseUnexplained(claim, act);
  if (refusal) return refusal;
  const closure = { ...{ outcome: outcomeOf(claim), at: act.at, by: act.by }, ...noteOf(act) };
  return [...noted(claim, act), { type: 'claim.closed', data: { ...named(claim), ...closure } }];
}

/** Takes a closed claim up again, as it was decided and paid. */
export function reopen(claim: Claim, act: Act): Outcome {
  if (claim.status !== 'closed') return { refusal: 'claim-state', detail: 'The claim is not closed.' };
  const refusal = refuseFull(claim, act);
  if (refusal) return refusal;
  const data = { ...named(claim), by: act.by, ...noteOf(act) };
  return [...noted(claim, act), { type: 'claim.reopened', data }];
}

/** Settled is what was paid, or was found to be worth nothing; what was approved and never paid was given up. */
function outcomeOf(claim: Claim): Closure['outcome'] {
  const decision = standingDecision(claim);
  if (decision?.decision === 'deny') return 'denied';
  const settled = decision && (paidOf(claim).gt(0) || outstandingOf(claim).eq(0));
  return settled ? 'settled' : 'withdrawn';
}

function refuseOpenReserve(claim: Claim): Refusal | undefined {
  const open = openReserveOf(claim);
  if (open.eq(0)) return undefined;
  return { refusal: 'open-reserve', detail: `${open.toFixed(2)} is still set aside.` };
}

function refuseUnexplained(claim: Claim, { noteId }: Act): Refusal | undefined {
  const outstanding = outstandingOf(claim);
  const undecided = standingDecision(claim) === undefined;
  if (noteId !== undefined || (!undecided && outstanding.eq(0))) return undefined;
  const why = undecided
    ? 'Nobody has decided the claim'
    : `${outstanding.toFixed(2)} is payable and was not paid`;
  return { refusal: 'reason-required', detail: `${why}: say why it ends.`, pointer: '/reason' };
}
