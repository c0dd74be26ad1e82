import fc from 'fast-check';
import type { Claim } from '../../functions/claims/claim.ts';
import type { ClaimEvent } from '../../functions/claims/claim-event.ts';
import type { Act, Outcome } from '../../functions/claims/handling/act.ts';
import { approve } from '../../functions/claims/handling/approval.ts';
import { close, reopen } from '../../functions/claims/handling/closure.ts';
import { decide } from '../../functions/claims/handling/decision.ts';
import { note } from '../../functions/claims/handling/note.ts';
import { pay } from '../../functions/claims/handling/payment.ts';
import { recover } from '../../functions/claims/handling/recovery.ts';
import { reserve } from '../../functions/claims/handling/reserve.ts';
import type { Money } from '../../functions/platform/money.ts';
import { isRefusal } from '../../functions/platform/problem.ts';
import { act, damageCover, eur, following, liabilityCover, notified, payee } from './handled-claims.ts';

/** Something that somebody tries, whether it makes sense or not. */
interface Attempt {
  doing: keyof typeof DOINGS;
  by: string;
  cents: number;
  share: number;
}

/** What an attempt is made with: its number, its amount, and who makes it. */
interface Means extends Pick<Attempt, 'share'> {
  number: number;
  amount: Money;
  doer: Act;
}

const DOINGS = {
  reserve: (claim: Claim, { amount, doer }: Means) => reserve(claim, { amount }, doer),
  release: (claim: Claim, { number, doer }: Means) =>
    reserve(claim, { amount: eur('0.00') }, { ...doer, noteId: `nte_${number}` }),
  approve: (claim: Claim, { amount, share, doer }: Means) => {
    const { coverage, kind } = claim.cover;
    const shared = kind === 'liability' ? { liabilityPercent: share } : {};
    return decide(claim, { decision: 'approve', coverage, loss: amount, ...shared }, doer);
  },
  deny: (claim: Claim, { doer }: Means) =>
    decide(claim, { decision: 'deny', coverage: claim.cover.coverage, reason: 'other' }, doer),
  sign: (claim: Claim, { doer }: Means) => approve(claim, {}, doer),
  pay: (claim: Claim, { number, amount, doer }: Means) =>
    pay(claim, { paymentId: `pay_${number}`, amount, party: payee(number) }, doer),
  recover: (claim: Claim, { number, amount, doer }: Means) =>
    recover(claim, { recoveryId: `rcy_${number}`, amount }, doer),
  note: (claim: Claim, { number, doer }: Means) => note(claim, { ...doer, noteId: `nte_${number}` }),
  close: (claim: Claim, { number, doer }: Means) => close(claim, { ...doer, noteId: `nte_${number}` }),
  reopen: (claim: Claim, { doer }: Means) => reopen(claim, doer),
};

const doings = fc.oneof(
  { weight: 4, arbitrary: fc.constant('pay' as const) },
  {
    weight: 3,
    arbitrary: fc.constantFrom('approve' as const, 'sign' as const, 'recover' as const, 'reopen' as const),
  },
  { weight: 4, arbitrary: fc.constantFrom(...(Object.keys(DOINGS) as (keyof typeof DOINGS)[])) },
);

/** Attempts one after the other. */
export const attempts = fc.array(
  fc.record<Attempt>({
    doing: doings,
    by: fc.constantFrom('handler', 'approver', 'another'),
    // Small amounts meet at limits, shares and what is left.
    cents: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 200 })),
    share: fc.constantFrom(0, 1, 33, 50, 100),
  }),
  { minLength: 20, maxLength: 60, size: 'max' },
);

const small = { straightThroughAmount: eur('0.10'), fourEyesAmount: eur('0.30') };

/** Claims that begin, under covers of few cents. */
export const claims = fc.constantFrom(
  notified(damageCover({ ...small, deductibles: [eur('0.05'), eur('0.03')], limit: eur('0.50') })),
  notified(damageCover({ ...small, deductibles: [], limit: eur('3.00'), coinsurance: '0.85' })),
  notified(damageCover({ ...small, deductibles: [eur('0.10')], limit: null, coinsurance: '0.9' })),
  notified(liabilityCover(small)),
  notified(liabilityCover({ ...small, limit: eur('0.45') })),
  notified(liabilityCover(small), { sameDayLoss: true }),
);

/** A claim, and all that has happened to it since it was notified. */
export interface Turn {
  claim: Claim;
  events: readonly ClaimEvent[];
}

/** Makes all attempts on a claim, and gives how it stands after each that was not refused. */
export function play(begun: Claim, tried: readonly Attempt[]): Turn[] {
  const turns: Turn[] = [];
  let now: Turn = { claim: begun, events: [] };
  for (const [number, { doing, by, cents, share }] of tried.entries()) {
    const means = { number, share, amount: eur((cents / 100).toFixed(2)), doer: act({ by }) };
    const outcome: Outcome = DOINGS[doing](now.claim, means);
    if (isRefusal(outcome)) continue;
    now = { claim: following(now.claim, outcome), events: [...now.events, ...outcome] };
    turns.push(now);
  }
  return turns;
}
