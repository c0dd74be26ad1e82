import type { Refusal } from '../../platform/problem.ts';
import type { Claim, Closure } from '../claim.ts';
import { type Act, named, noted, noteOf, type Outcome } from './act.ts';
import { openReserveOf, standingDecision } from './figures.ts';
import { refuseClosed, refuseFull } from './refusals.ts';

/** Ends a claim, for which nothing may be set aside any more. One that nobody has decided was withdrawn: why is said. */
export function close(claim: Claim, act: Act): Outcome {
  const outcome = outcomeOf(claim);
  const refusal = refuseClosed(claim) ?? refuseOpenReserve(claim) ?? refuseUnexplained(outcome, act);
  if (refusal) return refusal;
  const closure = { ...{ outcome, at: act.at, by: act.by }, ...noteOf(act) };
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

function outcomeOf(claim: Claim): Closure['outcome'] {
  const decision = standingDecision(claim);
  if (!decision) return 'withdrawn';
  return decision.decision === 'approve' ? 'settled' : 'denied';
}

function refuseOpenReserve(claim: Claim): Refusal | undefined {
  const open = openReserveOf(claim);
  if (open.eq(0)) return undefined;
  return { refusal: 'open-reserve', detail: `${open.toFixed(2)} is still set aside.` };
}

function refuseUnexplained(outcome: Closure['outcome'], { noteId }: Act): Refusal | undefined {
  if (outcome !== 'withdrawn' || noteId !== undefined) return undefined;
  return {
    refusal: 'reason-required',
    detail: 'Nobody has decided the claim: say why it ends.',
    pointer: '/reason',
  };
}
