import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deskOn, given, PREMIUM_TAX, policyAfter, priced, productWith } from '../../test/support/stacks.ts';
import { addDays } from '../platform/calendar.ts';
import { Decimal } from '../platform/money.ts';
import { isRefusal, type Refusal } from '../platform/problem.ts';
import { decideCancellation } from './cancellation.ts';
import { coverToChange, decideChange } from './change.ts';
import { type PolicyHistory, timelineIn } from './policy.ts';
import { decideReinstatement } from './reinstatement.ts';
import { decideRenewal, nextTerm, offerOf } from './renewal.ts';
import type { Booking, Desk } from './stack/booking.ts';
import { exact, type Movement, opposite } from './stack/movement.ts';
import { netOf, segmentAt } from './stack/timeline.ts';
import { type CancellationReason, liveOf, type Transaction } from './stack/transaction.ts';

const INCEPTION = '2027-03-01';

/** Something that is asked for, some days after the last, for a day around that. */
interface Step {
  what: 'change' | 'cancel' | 'reinstate' | 'renew';
  pause: number;
  ahead: number;
  cents: number;
  reason: CancellationReason;
}

const reasons = [
  'customer-request',
  'insurer',
  'non-payment',
  'total-loss',
  'not-taken-up',
  'cooling-off',
] as const;

const steps = fc.array(
  fc.record<Step>({
    // Changes weigh most, so that stacks grow deep enough to be taken back.
    what: fc.constantFrom('change', 'change', 'change', 'change', 'cancel', 'reinstate', 'renew'),
    pause: fc.integer({ min: 0, max: 40 }),
    ahead: fc.integer({ min: -30, max: 300 }),
    cents: fc.integer({ min: 1, max: 500_000 }),
    reason: fc.constantFrom(...reasons),
  }),
  { minLength: 1, maxLength: 25 },
);

const product = productWith();

function decide(policy: PolicyHistory, step: Step, today: string, desk: Desk): Booking | Refusal {
  const effectiveDate = addDays(today, step.ahead);
  const { what, cents, reason } = step;
  if (what === 'cancel') return decideCancellation(policy, { effectiveDate, reason }, product, desk);
  if (what === 'reinstate') return decideReinstatement(policy, effectiveDate, product, desk);
  const net = new Decimal(cents).div(100).toFixed(2);
  if (what === 'change') {
    const patch = priced(net);
    const refused = coverToChange(policy, effectiveDate, product, desk.issuedAt);
    if (isRefusal(refused)) return refused;
    return decideChange(policy, { effectiveDate, patch, restate: () => patch }, desk);
  }
  const last = timelineIn(policy).at(-1);
  if (last?.standing !== 'in-force') return { refusal: 'no-renewal-offer', detail: '' };
  return decideRenewal(
    policy,
    offerOf('off_1', { term: nextTerm(policy, product), cover: last.cover }, today, product),
    desk,
  );
}

/** Plays steps on a policy; `seen` hears of every decision that was taken. */
function play(
  asked: readonly Step[],
  seen: (before: PolicyHistory, now: PolicyHistory, step: Step) => void = () => {},
): PolicyHistory {
  let policy = given({ inception: INCEPTION, net: '730.37', taxRules: PREMIUM_TAX });
  let today = INCEPTION;
  for (const step of asked) {
    today = addDays(today, step.pause);
    const at = `${today}T10:00:00.${String(policy.version).padStart(3, '0')}Z`;
    const decision = decide(policy, step, today, deskOn(at));
    if (isRefusal(decision)) continue;
    const now = policyAfter(policy, decision.booked, at);
    seen(policy, now, step);
    policy = now;
  }
  return policy;
}

const sum = (amounts: { amount: string; currency: string }[]) =>
  amounts.reduce((total, amount) => total.plus(exact(amount)), new Decimal(0));
const netMoved = (stack: readonly Transaction[]) =>
  sum(stack.map(({ premiumMovement }) => premiumMovement.net));
const grossMoved = (stack: readonly Transaction[]) =>
  sum(stack.map(({ premiumMovement }) => premiumMovement.gross));
const retained = (stack: readonly Transaction[]) =>
  sum(stack.flatMap(({ charges }) => charges.map(({ amount }) => amount)));

describe('whatever is done to a policy', () => {
  it('its movements are the premium of its segments and what is retained, to the cent', () => {
    let outOfSequence = 0;
    fc.assert(
      fc.property(steps, (asked) => {
        const policy = play(asked);
        outOfSequence += policy.stack.some(({ kind }) => kind === 'reversal') ? 1 : 0;
        expect(netMoved(policy.stack).toFixed(2)).toBe(
          netOf(timelineIn(policy)).plus(retained(policy.stack)).toFixed(2),
        );
      }),
      { numRuns: 1_000 },
    );
    expect(outOfSequence).toBeGreaterThan(300);
  });

  it('each movement is taxed by itself, but for those that move back all that was moved', () => {
    fc.assert(
      fc.property(steps, (asked) => {
        const { stack } = play(asked);
        for (const { premiumMovement, ...entry } of stack) {
          const movesBack = entry.kind === 'reinstatement' || ('basis' in entry && entry.basis === 'flat');
          const isReversal = entry.kind === 'reversal';
          if (!movesBack && !isReversal) expect(premiumMovement).toEqual(taxed(premiumMovement));
          if (!('reversesTransactionId' in entry)) continue;
          const reversed = stack.find(({ transactionId }) => transactionId === entry.reversesTransactionId);
          expect(premiumMovement).toEqual(reversed && opposite(reversed.premiumMovement));
        }
      }),
    );
  });

  it('its segments leave no day of a term out, and come in order', () => {
    fc.assert(
      fc.property(steps, (asked) => {
        const timeline = timelineIn(play(asked));
        expect(timeline[0]?.from).toBe(INCEPTION);
        for (const [index, segment] of timeline.entries()) {
          expect(segment.from < segment.to).toBe(true);
          const next = timeline[index + 1];
          expect(segment.to).toBe(next ? next.from : segment.term.end);
        }
      }),
    );
  });

  it('what counts takes effect in order, and nothing is undone twice', () => {
    fc.assert(
      fc.property(steps, (asked) => {
        const { stack } = play(asked);
        const dates = liveOf(stack).map(({ effectiveDate }) => effectiveDate);
        expect(dates).toEqual(dates.toSorted());
        const undone = stack.flatMap((entry) =>
          entry.kind === 'reversal' ? [entry.reversesTransactionId] : [],
        );
        expect(new Set(undone).size).toBe(undone.length);
      }),
    );
  });

  it('what was known before a transaction does not know of it', () => {
    fc.assert(
      fc.property(steps, (asked) => {
        const known: { at: string; timeline: unknown }[] = [];
        const policy = play(asked, (before) =>
          known.push({ at: before.changedAt, timeline: timelineIn(before) }),
        );
        for (const { at, timeline } of known) {
          const stack = policy.stack.filter(({ issuedAt }) => issuedAt <= at);
          expect(timelineIn({ ...policy, stack })).toEqual(timeline);
        }
      }),
    );
  });
});

describe('a cancellation', () => {
  it('that is taken back without a gap leaves the premium as it was', () => {
    let reinstated = 0;
    const cancellation = fc.record({
      ahead: fc.integer({ min: -20, max: 300 }),
      reason: fc.constantFrom(...reasons),
    });
    fc.assert(
      fc.property(steps, cancellation, (asked, { ahead, reason }) => {
        const before = play(asked);
        const today = before.changedAt.slice(0, 10);
        const desk = deskOn(`${today}T12:00:00.000Z`);
        const request = { effectiveDate: addDays(today, ahead), reason };
        const ended = decideCancellation(before, request, product, desk);
        if (isRefusal(ended)) return;
        const cancelled = policyAfter(before, ended.booked, desk.issuedAt);
        const { effectiveDate } = ended.live.at(-1) ?? request;
        const begun = decideReinstatement(cancelled, effectiveDate, product, desk);
        if (isRefusal(begun)) return;
        reinstated += 1;
        const now = policyAfter(cancelled, begun.booked, desk.issuedAt);
        expect(netOf(timelineIn(now)).toFixed(2)).toBe(netOf(timelineIn(before)).toFixed(2));
        expect(grossMoved(now.stack).toFixed(2)).toBe(grossMoved(before.stack).toFixed(2));
        expect(retained(now.stack).toFixed(2)).toBe(retained(before.stack).toFixed(2));
        expect(premiumsByDay(now)).toEqual(premiumsByDay(before));
      }),
      { numRuns: 500 },
    );
    expect(reinstated).toBeGreaterThan(100);
  });
});

/** The movement that the tax rule makes of a net premium. */
function taxed({ net, taxes }: Movement): Movement {
  const tax = exact(net).times('0.271').round(2);
  const currency = net.currency;
  return {
    net,
    taxes: taxes.map(({ code }) => ({ code, amount: { amount: tax.toFixed(2), currency } })),
    gross: { amount: exact(net).plus(tax).toFixed(2), currency },
  };
}

/** What a term costs as seen from each of its days. */
function premiumsByDay(policy: PolicyHistory): (string | undefined)[] {
  const timeline = timelineIn(policy);
  return Array.from({ length: 800 }, (_, day) => {
    const segment = segmentAt(timeline, addDays(INCEPTION, day));
    return segment?.standing === 'in-force' ? segment.cover.premium.net.amount : undefined;
  });
}
