import type { Claim, DenialReason } from '../../functions/claims/claim.ts';
import type { Act, Outcome } from '../../functions/claims/handling/act.ts';
import { approve } from '../../functions/claims/handling/approval.ts';
import { close, reopen } from '../../functions/claims/handling/closure.ts';
import { decide } from '../../functions/claims/handling/decision.ts';
import { pay } from '../../functions/claims/handling/payment.ts';
import { recover } from '../../functions/claims/handling/recovery.ts';
import { reserve } from '../../functions/claims/handling/reserve.ts';
import { act, eur, payee } from './handled-claims.ts';

/** Something that is done to a claim. */
type Doing = (claim: Claim) => Outcome;

/** Approves a loss in euros; by whom, and with what share of a liability, may be said. */
export function approving(loss: string, { by, share }: { by?: string; share?: number } = {}): Doing {
  return (claim) =>
    decide(
      claim,
      {
        ...{ decision: 'approve', coverage: claim.cover.coverage, loss: eur(loss) },
        ...(share !== undefined && { liabilityPercent: share }),
      },
      act(by === undefined ? {} : { by }),
    );
}

/** Denies a claim. */
export function denying(reason: DenialReason = 'not-covered'): Doing {
  return (claim) => decide(claim, { decision: 'deny', coverage: claim.cover.coverage, reason }, act());
}

/** Gives the second signature. */
export function countersigning(by = 'approver', amount?: string): Doing {
  return (claim) => approve(claim, amount === undefined ? {} : { amount: eur(amount) }, act({ by }));
}

/** Pays so many euros. */
export function paying(amount: string): Doing {
  return (claim) =>
    pay(claim, { paymentId: `pay_${claim.version}`, amount: eur(amount), party: payee() }, act());
}

/** Records so many euros that came back. */
export function recovering(amount: string): Doing {
  return (claim) => recover(claim, { recoveryId: `rcy_${claim.version}`, amount: eur(amount) }, act());
}

/** Sets so many euros aside. */
export function reserving(amount: string): Doing {
  return (claim) => reserve(claim, { amount: eur(amount) }, act());
}

/** Closes a claim, with a word on it unless nothing is to be said. */
export function closing(about: Partial<Act> = { noteId: 'nte_closing' }): Doing {
  return (claim) => close(claim, act(about));
}

/** Takes a claim up again. */
export function reopening(about: Partial<Act> = {}): Doing {
  return (claim) => reopen(claim, act(about));
}
