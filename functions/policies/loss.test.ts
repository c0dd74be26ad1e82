import { describe, expect, it } from 'vitest';
import { deskOn, given, policyAfter, priced, productWith } from '../../test/support/stacks.ts';
import { isRefusal, type Refusal } from '../platform/problem.ts';
import { nextLevel } from './bonus-malus.ts';
import { type CancellationRequest, decideCancellation } from './cancellation.ts';
import { coverToChange, decideChange } from './change.ts';
import { refuseMoreLosses, uncounted } from './loss.ts';
import { evolve, lossRecorded, type PolicyHistory, renewalOffered, timelineIn } from './policy.ts';
import { decideReinstatement } from './reinstatement.ts';
import { decideRenewal, nextErrand, nextTerm, offerOf } from './renewal.ts';
import type { Booking } from './stack/booking.ts';
import { liveOf } from './stack/transaction.ts';

const product = productWith({ changes: { backdatingDays: 365, quoteValidityDays: 14 } });
const at = (day: string) => `${day}T08:00:00.000Z`;

/** Something that happens to a policy. */
type Step = (policy: PolicyHistory) => PolicyHistory;

/** A policy of 2027 at level 5, after some steps. */
function policyWith(...steps: Step[]): PolicyHistory {
  return steps.reduce((policy, step) => step(policy), given({ inception: '2027-01-01', net: '1000' }));
}

const loss =
  (occurredOn: string, { claimId = 'clm_1', atFault = false } = {}): Step =>
  (policy) => {
    const about = { version: policy.version + 1, occurredAt: at(occurredOn) };
    return evolve(policy, [lossRecorded(policy, { claimId, occurredOn, atFault })], about);
  };

const booked =
  (decide: (policy: PolicyHistory) => Booking | Refusal, today: string): Step =>
  (policy) => {
    const decision = decide(policy);
    if (isRefusal(decision)) throw new Error(decision.refusal);
    return policyAfter(policy, decision.booked, at(today));
  };

/** The offer of the next term, as the job makes it. */
function nextOffer(policy: PolicyHistory) {
  const last = timelineIn(policy).at(-1);
  if (!last) throw new Error('no segment');
  const counted = uncounted(policy.losses);
  const bonusMalusLevel = nextLevel(liveOf(policy.stack), counted, product);
  const next = { term: nextTerm(policy, product), cover: { ...last.cover, bonusMalusLevel }, ...counted };
  return offerOf('off_1', next, '2027-11-17', product);
}

const offer: Step = (policy) => {
  const about = { version: policy.version + 1, occurredAt: at('2027-11-17') };
  return evolve(policy, [renewalOffered(policy, nextOffer(policy))], about);
};
const renew: Step = booked(
  (policy) => decideRenewal(policy, nextOffer(policy), deskOn(at('2027-12-17'))),
  '2027-12-17',
);
const cancel = (effectiveDate: string, today = effectiveDate): Step =>
  booked(
    (policy) => decideCancellation(policy, { effectiveDate, reason: 'insurer' }, product, deskOn(at(today))),
    today,
  );
const reinstate = (effectiveDate: string): Step =>
  booked(
    (policy) => decideReinstatement(policy, effectiveDate, product, deskOn(at(effectiveDate))),
    effectiveDate,
  );
const levels = (policy: PolicyHistory) => [
  ...new Map(timelineIn(policy).map(({ term, cover }) => [term.start, cover.bonusMalusLevel])).values(),
];
const countedOn = ({ losses = [] }: PolicyHistory) => losses.map((known) => known.countedOn);

describe('given a loss on 1 June', () => {
  const policy = policyWith(loss('2027-06-01'));
  const cancelling = (request: CancellationRequest, today = '2027-06-10') => {
    const decision = decideCancellation(policy, request, product, deskOn(at(today)));
    return isRefusal(decision) ? decision : undefined;
  };

  it('the policy was taken up', () => {
    expect(cancelling({ effectiveDate: '2027-06-10', reason: 'not-taken-up' })).toMatchObject({
      refusal: 'claim-notified',
      pointer: '/reason',
    });
  });

  it('that is no matter where the product does not say so', () => {
    const lenient = { ...product.cancellation, 'not-taken-up': { basis: 'flat' as const } };
    const request = { effectiveDate: '2027-06-10', reason: 'not-taken-up' } as const;
    const rules = { ...product, cancellation: lenient };
    const decision = decideCancellation(policy, request, rules, deskOn(at('2027-06-10')));

    // Flat is from the first day, which lies before the loss.
    expect(decision).toMatchObject({ refusal: 'claim-notified', pointer: '/effectiveDate' });
  });

  it.each(['2027-05-31', '2027-06-01'])('cover cannot be said to have ended on %s', (effectiveDate) => {
    expect(cancelling({ effectiveDate, reason: 'insurer' })).toEqual({
      refusal: 'claim-notified',
      detail: 'A claim was notified: the earliest day is 2027-06-02.',
      pointer: '/effectiveDate',
    });
  });

  it('cover may end on the day after', () => {
    expect(cancelling({ effectiveDate: '2027-06-02', reason: 'total-loss' })).toBeUndefined();
  });

  it.each([
    ['2027-05-31', 'claim-notified'],
    ['2027-06-01', 'claim-notified'],
    ['2027-06-02', undefined],
  ])('a change from %s on is refused as %s', (effectiveDate, code) => {
    const cover = coverToChange(policy, effectiveDate, product, at('2027-06-10'));
    expect(isRefusal(cover) ? cover.refusal : undefined).toBe(code);
  });
});

it('a policy takes a hundred losses', () => {
  const losses = Array.from({ length: 100 }, (_, index) => ({
    ...{ claimId: `clm_${index}`, occurredOn: '2027-06-01', atFault: false },
  }));

  expect(refuseMoreLosses(losses.slice(1))).toBeUndefined();
  expect(refuseMoreLosses(losses)?.refusal).toBe('too-many-entries');
});

describe('a claim at fault', () => {
  const atFault = { atFault: true };

  it('moves the level of the next term, once', () => {
    const policy = policyWith(loss('2027-06-01', atFault), renew, renew);

    expect(levels(policy)).toEqual([5, 9, 8]);
    expect(countedOn(policy)).toEqual(['2028-01-01']);
    expect(policy.stack[1]).toMatchObject({ kind: 'renewal', claimsAtFault: ['clm_1'] });
  });

  it('moves none while nothing was paid for it, or once all was recovered', () => {
    expect(levels(policyWith(loss('2027-06-01'), renew))).toEqual([5, 4]);
    expect(levels(policyWith(loss('2027-06-01', atFault), loss('2027-06-01'), renew))).toEqual([5, 4]);
  });

  it('counts a year later where the next term had begun to be agreed', () => {
    const policy = policyWith(loss('2027-06-01'), renew, loss('2027-06-01', atFault), renew);

    expect(levels(policy)).toEqual([5, 4, 8]);
    expect(countedOn(policy)).toEqual(['2029-01-01']);
  });

  it('is taken back by the term after, where it was recovered once it had counted', () => {
    const policy = policyWith(loss('2027-06-01', atFault), renew, loss('2027-06-01'), renew, renew);

    expect(levels(policy)).toEqual([5, 9, 3, 2]);
    expect(countedOn(policy)).toEqual([undefined]);
  });

  it('is not taken back from a driver who came with a level of their own since', () => {
    const other = { driver: { record: 'rec_2', facts: {}, bonusMalusLevel: 10 } };
    const change = booked((policy) => {
      const request = { effectiveDate: '2028-02-01', patch: other, restate: () => other };
      return decideChange(policy, request, deskOn(at('2028-02-01')));
    }, '2028-02-01');

    const policy = policyWith(loss('2027-06-01', atFault), renew, change, loss('2027-06-01'), renew);

    expect(timelineIn(policy).map(({ cover }) => cover.bonusMalusLevel)).toEqual([5, 9, 10, 9]);
  });

  it('counts with each other one', () => {
    const other = { claimId: 'clm_2', atFault: true };
    expect(levels(policyWith(loss('2027-06-01', atFault), loss('2027-07-01', other), renew))).toEqual([
      5, 14,
    ]);
  });

  it('counts no more while its term is kept from beginning, and again with it', () => {
    const cancelled = policyWith(loss('2027-06-01', atFault), renew, cancel('2027-12-20'));
    expect(countedOn(cancelled)).toEqual([undefined]);

    const policy = reinstate('2027-12-20')(cancelled);
    expect(countedOn(policy)).toEqual(['2028-01-01']);
    expect(levels(renew(policy))).toEqual([5, 9, 8]);
  });

  it('still counts after a change that comes out of sequence', () => {
    const change = booked((policy) => {
      const patch = priced('1200');
      const request = { effectiveDate: '2027-12-20', patch, restate: () => patch };
      return decideChange(policy, request, deskOn(at('2027-12-21')));
    }, '2027-12-21');

    const policy = policyWith(loss('2027-06-01', atFault), renew, change);

    expect(policy.stack.map(({ kind }) => kind)).toEqual([
      'issuance',
      'renewal',
      'reversal',
      'change',
      'renewal',
    ]);
    expect([levels(policy), countedOn(policy)]).toEqual([[5, 9], ['2028-01-01']]);
  });
});

describe('an offer of the next term', () => {
  it('stands when a loss is notified', () => {
    expect(policyWith(offer, loss('2027-11-18')).renewalOffer).toBeDefined();
  });

  it.each([
    ['is at fault', [offer, loss('2027-11-18', { atFault: true })]],
    ['is at fault no more', [loss('2027-11-01', { atFault: true }), offer, loss('2027-11-01')]],
  ])('is made anew once a claim %s', (_what, steps) => {
    const policy = policyWith(...steps);

    expect(policy.renewalOffer).toBeUndefined();
    expect(nextErrand(policy, product)).toEqual({ what: 'offer', from: '2027-11-17' });
  });

  it('is tried anew where it could not be made', () => {
    const refused = { policyId: 'pol_1', reason: 'underwriting-required' };
    const refuse: Step = (policy) =>
      evolve(policy, [{ type: 'policy.renewal-refused', data: refused }], {
        version: policy.version + 1,
        occurredAt: at('2027-11-17'),
      });
    const before = policyWith(loss('2027-06-01', { atFault: true }), refuse);
    expect(nextErrand(before, product)?.what).toBe('expire');

    expect(nextErrand(loss('2027-06-01')(before), product)?.what).toBe('offer');
  });
});
