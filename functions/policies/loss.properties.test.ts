import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deskOn, given, policyAfter, priced, productWith } from '../../test/support/stacks.ts';
import { addDays } from '../platform/calendar.ts';
import { isRefusal, type Refusal } from '../platform/problem.ts';
import { levelAfterYear, nextLevel } from './bonus-malus.ts';
import { decideCancellation } from './cancellation.ts';
import { coverToChange, decideChange } from './change.ts';
import { uncounted } from './loss.ts';
import { evolve, lossRecorded, type PolicyHistory, timelineIn } from './policy.ts';
import { decideReinstatement } from './reinstatement.ts';
import { decideRenewal, nextTerm, offerOf } from './renewal.ts';
import type { Booking, Desk } from './stack/booking.ts';
import { segmentAt } from './stack/timeline.ts';
import { type Act, liveOf } from './stack/transaction.ts';

const INCEPTION = '2027-03-01';
const LEVEL = 5;

/** Something that is asked for, some days after the last, for a day around that; of losses one of three. */
interface Step {
  what: 'change' | 'cancel' | 'reinstate' | 'renew' | 'loss';
  pause: number;
  ahead: number;
  claim: 1 | 2 | 3;
  atFault: boolean;
}

const steps = fc.array(
  fc.record<Step>({
    what: fc.constantFrom('change', 'change', 'loss', 'loss', 'loss', 'cancel', 'reinstate', 'renew'),
    pause: fc.integer({ min: 0, max: 60 }),
    ahead: fc.integer({ min: -30, max: 200 }),
    claim: fc.constantFrom(1, 2, 3),
    atFault: fc.boolean(),
  }),
  { minLength: 5, maxLength: 30 },
);

const product = productWith();

function decide(policy: PolicyHistory, step: Step, today: string, desk: Desk): Booking | Refusal {
  const effectiveDate = addDays(today, step.ahead);
  switch (step.what) {
    case 'cancel':
      return decideCancellation(policy, { effectiveDate, reason: 'insurer' }, product, desk);
    case 'reinstate':
      return decideReinstatement(policy, effectiveDate, product, desk);
    case 'renew':
      return decideRenewalOf(policy, today, desk);
    default: {
      const patch = priced(String(1000 + step.ahead));
      const cover = coverToChange(policy, effectiveDate, product, desk.issuedAt);
      if (isRefusal(cover)) return cover;
      return decideChange(policy, { effectiveDate, patch, restate: () => patch }, desk);
    }
  }
}

function decideRenewalOf(policy: PolicyHistory, today: string, desk: Desk): Booking | Refusal {
  const last = timelineIn(policy).at(-1);
  if (last?.standing !== 'in-force') return { refusal: 'no-renewal-offer', detail: '' };
  const counted = uncounted(policy.losses);
  const bonusMalusLevel = nextLevel(liveOf(policy.stack), counted, product);
  const next = { term: nextTerm(policy, product), cover: { ...last.cover, bonusMalusLevel }, ...counted };
  return decideRenewal(policy, offerOf('off_1', next, today, product), desk);
}

/** A loss of a day with cover, or news of one that is known. */
function withLoss(policy: PolicyHistory, { claim, atFault, ahead }: Step, today: string): PolicyHistory {
  const claimId = `clm_${claim}`;
  const known = policy.losses?.find((loss) => loss.claimId === claimId);
  const occurredOn = known?.occurredOn ?? addDays(today, Math.min(ahead, 0));
  if (segmentAt(timelineIn(policy), occurredOn)?.standing !== 'in-force') return policy;
  const about = { version: policy.version + 1, occurredAt: `${today}T09:00:00.000Z` };
  return evolve(policy, [lossRecorded(policy, { claimId, occurredOn, atFault })], about);
}

/** Plays steps on a policy; `seen` hears of each that did something. */
function play(
  asked: readonly Step[],
  seen: (before: PolicyHistory, now: PolicyHistory, step: Step) => void = () => {},
): PolicyHistory {
  let policy = given({ inception: INCEPTION, net: '1000' });
  let today = INCEPTION;
  for (const step of asked) {
    today = addDays(today, step.pause);
    const before = policy;
    const at = `${today}T10:00:00.000Z`;
    if (step.what === 'loss') policy = withLoss(policy, step, today);
    else {
      const decision = decide(policy, step, today, deskOn(at));
      if (!isRefusal(decision)) policy = policyAfter(policy, decision.booked, at);
    }
    if (policy !== before) seen(before, policy, step);
  }
  return policy;
}

const renewalsOf = ({ stack }: PolicyHistory) =>
  liveOf(stack).filter((act): act is Extract<Act, { kind: 'renewal' }> => act.kind === 'renewal');

/** How many losses are at fault and counted by the term from a day on. */
const countedOn = ({ losses = [] }: PolicyHistory, day: string) =>
  losses.filter((loss) => loss.atFault && loss.countedOn === day).length;

/** What is covered on the day of each loss, and whether. */
const coveredAtLosses = (policy: PolicyHistory, losses = policy.losses ?? []) =>
  losses.map(({ claimId, occurredOn }) => {
    const segment = segmentAt(timelineIn(policy), occurredOn);
    return { claimId, standing: segment?.standing, cover: segment?.cover };
  });

describe('whatever happens to a policy with losses', () => {
  it('what was covered on the day of one that was notified stays as it was', () => {
    let tried = 0;
    fc.assert(
      fc.property(steps, (asked) => {
        play(asked, (before, now, { what }) => {
          if (what === 'loss' || !before.losses) return;
          tried += 1;
          expect(coveredAtLosses(now, before.losses)).toEqual(coveredAtLosses(before));
        });
      }),
      { numRuns: 500 },
    );
    expect(tried).toBeGreaterThan(500);
  });

  it('the level of a renewal is that of years with the claims alone that are at fault by then', () => {
    const seen = { moved: 0, cleared: 0 };
    fc.assert(
      fc.property(steps, (asked) => {
        play(asked, (_before, now, { what }) => {
          if (what !== 'renew') return;
          const renewals = renewalsOf(now);
          const last = renewals.at(-1);
          seen.moved += last?.claimsAtFault ? 1 : 0;
          seen.cleared += last?.claimsCleared ? 1 : 0;
          expect(last?.cover.bonusMalusLevel).toBe(
            renewals.reduce(
              (level, { effectiveDate }) => levelAfterYear(level, countedOn(now, effectiveDate), product),
              LEVEL,
            ),
          );
        });
      }),
      { numRuns: 1_000 },
    );
    expect(seen.moved).toBeGreaterThan(100);
    expect(seen.cleared).toBeGreaterThan(10);
  });

  it('each claim is counted once at most, and cleared only where it was counted', () => {
    fc.assert(
      fc.property(steps, (asked) => {
        const policy = play(asked);
        for (const { claimId, countedOn } of policy.losses ?? []) {
          let counted: string | undefined;
          for (const { claimsAtFault, claimsCleared, effectiveDate } of renewalsOf(policy)) {
            if (claimsAtFault?.includes(claimId)) {
              expect(counted).toBeUndefined();
              counted = effectiveDate;
            }
            if (claimsCleared?.includes(claimId)) {
              expect(counted).toBeDefined();
              counted = undefined;
            }
          }
          expect(countedOn).toBe(counted);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('a renewal leaves nothing uncounted', () => {
    let renewed = 0;
    fc.assert(
      fc.property(steps, (asked) => {
        play(asked, (_before, now, { what }) => {
          if (what !== 'renew') return;
          renewed += 1;
          expect(uncounted(now.losses)).toEqual({});
        });
      }),
      { numRuns: 300 },
    );
    expect(renewed).toBeGreaterThan(100);
  });
});
