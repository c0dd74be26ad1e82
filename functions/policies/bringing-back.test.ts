import { describe, expect, it } from 'vitest';
import { deskOn, given, policyAfter, priced, productWith } from '../../test/support/stacks.ts';
import { addDays } from '../platform/calendar.ts';
import { isRefusal, type Refusal } from '../platform/problem.ts';
import { decideCancellation } from './cancellation.ts';
import { decideChange } from './change.ts';
import { type PolicyHistory, segmentFor, statusOf, timelineIn } from './policy.ts';
import { decideReinstatement } from './reinstatement.ts';
import { decideRenewal, nextTerm, offerOf } from './renewal.ts';
import type { Booking, Desk } from './stack/booking.ts';
import type { Patch } from './stack/cover.ts';

const product = productWith({ changes: { backdatingDays: 365, quoteValidityDays: 14 } });
const desk = deskOn('2027-11-20T08:00:00.000Z');

/** What is done to a policy, step by step. */
type Step = (policy: PolicyHistory, desk: Desk) => Booking | Refusal;

const change =
  (effectiveDate: string, patch: Patch): Step =>
  (policy) =>
    decideChange(policy, { effectiveDate, patch, restate: () => patch }, desk);
const cancel =
  (effectiveDate: string): Step =>
  (policy) =>
    decideCancellation(policy, { effectiveDate, reason: 'insurer' }, product, desk);
const reinstate =
  (effectiveDate: string): Step =>
  (policy) =>
    decideReinstatement(policy, effectiveDate, product, desk);
const renew: Step = (policy) => {
  const cover = segmentFor(timelineIn(policy), policy.term.start).cover;
  const last = timelineIn(policy).at(-1)?.cover ?? cover;
  return decideRenewal(
    policy,
    offerOf('off_1', { term: nextTerm(policy, product), cover: last }, '2027-11-17', product),
    desk,
  );
};

/** A policy of 2027 that costs 1,000, after some steps. */
function policyWith(...steps: Step[]): PolicyHistory {
  return steps.reduce(
    (policy, step) => {
      const booking = step(policy, desk);
      if (isRefusal(booking)) throw new Error(booking.refusal);
      return policyAfter(policy, booking.booked, desk.issuedAt);
    },
    given({ inception: '2027-01-01', net: '1000' }),
  );
}

/** How a policy stands on some days, and at what price for a whole term. */
function seen(policy: PolicyHistory, ...days: string[]) {
  return days.map((day) => {
    const segment = segmentFor(timelineIn(policy), day);
    const status = statusOf(segment, day);
    return status === 'in-force' ? segment.cover.premium.net.amount : status;
  });
}

const owed = ({ stack }: PolicyHistory) =>
  stack.reduce((sum, { premiumMovement }) => sum + Math.round(Number(premiumMovement.net.amount) * 100), 0) /
  100;

describe('a reinstatement brings back', () => {
  it('a renewal, with what a change has said since the cancellation', () => {
    const vehicle = change('2027-12-10', priced('2000'));

    const policy = policyWith(renew, cancel('2027-12-20'), vehicle, reinstate('2027-12-20'));

    expect(seen(policy, '2027-12-09', '2027-12-10', '2028-06-01')).toEqual(['1000.00', '2000.00', '2000.00']);
    expect(owed(policy)).toBe(owed(policyWith(renew, vehicle)));
  });

  it('a renewal that an earlier cancellation had kept from taking effect', () => {
    const policy = policyWith(renew, cancel('2027-12-20'), cancel('2027-12-10'), reinstate('2027-12-21'));

    expect(seen(policy, '2027-12-15', '2027-12-21', '2028-06-01')).toEqual([
      'cancelled',
      '1000.00',
      '1000.00',
    ]);
  });

  it('the changes of a reinstatement that was itself undone', () => {
    const policy = policyWith(
      change('2027-12-05', priced('1500')),
      cancel('2027-12-01'),
      reinstate('2027-12-10'),
      cancel('2027-11-25'),
      reinstate('2027-11-25'),
    );

    expect(seen(policy, '2027-11-30', '2027-12-09', '2027-12-10')).toEqual([
      '1000.00',
      'cancelled',
      '1500.00',
    ]);
  });

  it('the end that was agreed before, where that lies behind it', () => {
    const policy = policyWith(cancel('2027-12-20'), cancel('2027-12-10'), reinstate('2027-12-10'));

    expect(seen(policy, '2027-12-19', '2027-12-20')).toEqual(['1000.00', 'cancelled']);
    expect(owed(policy)).toBe(owed(policyWith(cancel('2027-12-20'))));
  });

  it.each(['2027-12-01', '2027-12-15', '2027-12-31'])(
    'cover from %s on, whatever gaps there were to be',
    (day) => {
      const gaps = [cancel('2027-12-01'), reinstate('2027-12-31'), cancel('2027-11-25')];

      const policy = policyWith(...gaps, reinstate(day));

      expect(seen(policy, '2027-11-30', day, '2027-12-31')).toEqual(['cancelled', '1000.00', '1000.00']);
    },
  );
});

it('a late change leaves a renewal what a reinstatement said otherwise', () => {
  const newer = [change('2027-12-05', priced('1500')), cancel('2027-12-02'), reinstate('2027-12-15'), renew];

  const policy = policyWith(...newer, change('2027-12-01', priced('800')));

  expect(seen(policy, '2027-12-01', '2027-12-15', '2028-06-01')).toEqual(['800.00', '1500.00', '1500.00']);
});

it('a policy with many changes to come can still be cancelled', () => {
  const inOrder = Array.from({ length: 40 }, (_, index) =>
    change(addDays('2027-11-22', index % 40), priced(`${1000 + index}`)),
  );

  const policy = policyWith(...inOrder, cancel('2027-11-21'));

  expect(seen(policy, '2027-11-21', '2027-12-28')).toEqual(['cancelled', 'cancelled']);
});
