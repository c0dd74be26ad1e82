import { describe, expect, it } from 'vitest';
import { deskOn, given, policyAfter, priced, productWith } from '../../test/support/stacks.ts';
import { isRefusal } from '../platform/problem.ts';
import { decideCancellation } from './cancellation.ts';
import { decideChange } from './change.ts';
import { type PolicyHistory, segmentFor, statusOf, timelineIn } from './policy.ts';
import { decideReinstatement } from './reinstatement.ts';
import { netOf } from './stack/timeline.ts';
import { askedIn, type CancellationReason } from './stack/transaction.ts';

const TODAY = '2021-05-31';
const at = (today: string) => deskOn(`${today}T08:00:00.000Z`);
const product = productWith();

function cancelled(policy: PolicyHistory, reason: CancellationReason = 'customer-request'): PolicyHistory {
  const decision = decideCancellation(policy, { effectiveDate: TODAY, reason }, product, at(TODAY));
  if (isRefusal(decision)) throw new Error(decision.refusal);
  return policyAfter(policy, decision.booked, `${TODAY}T08:00:00.000Z`);
}

function reinstated(policy: PolicyHistory, effectiveDate: string, today = TODAY) {
  const decision = decideReinstatement(policy, effectiveDate, product, at(today));
  if (isRefusal(decision)) throw new Error(decision.refusal);
  return { booked: decision.booked, policy: policyAfter(policy, decision.booked, `${today}T09:00:00.000Z`) };
}

const begun = () => given({ inception: '2021-01-01', net: '500' });
const statusOn = (policy: PolicyHistory, date: string) =>
  statusOf(segmentFor(timelineIn(policy), date), date);

it('without a gap takes the cancellation and its retention back', () => {
  const { booked, policy } = reinstated(cancelled(begun()), TODAY);

  const reinstatement = askedIn(booked);
  expect(reinstatement.premiumMovement.net.amount).toBe('265.07');
  expect(reinstatement.charges[0]?.amount.amount).toBe('-29.45');
  expect(netOf(timelineIn(policy)).toFixed(2)).toBe('500.00');
  expect(policy.standing).toBe('in-force');
});

it('with a gap charges what is left, and nothing is covered in between', () => {
  const { booked, policy } = reinstated(cancelled(begun()), '2021-06-10', '2021-06-10');

  // Ten days of 500 / 365 less than without a gap.
  expect(askedIn(booked).premiumMovement.net.amount).toBe('251.37');
  expect(netOf(timelineIn(policy)).toFixed(2)).toBe('486.30');
  expect(statusOn(policy, '2021-06-09')).toBe('cancelled');
  expect(statusOn(policy, '2021-06-10')).toBe('in-force');
});

it('brings back the changes that the cancellation dropped: those of the gap at once, others on their day', () => {
  let policy = begun();
  for (const [effectiveDate, patch] of [
    ['2021-06-05', { coverage: 'TPL+' }],
    ['2021-09-01', priced('700')],
  ] as const) {
    const decision = decideChange(policy, { effectiveDate, patch, restate: () => patch }, at(TODAY));
    if (isRefusal(decision)) throw new Error(decision.refusal);
    policy = policyAfter(policy, decision.booked, `${TODAY}T07:00:00.000Z`);
  }
  const ended = cancelled(policy);
  expect(ended.stack.slice(-3).map(({ kind }) => kind)).toEqual(['reversal', 'reversal', 'cancellation']);

  const { policy: again } = reinstated(ended, '2021-06-10', '2021-06-10');

  const cover = (date: string) => segmentFor(timelineIn(again), date).cover;
  expect(cover('2021-06-10').coverage).toBe('TPL+');
  expect([cover('2021-08-31').premium.net.amount, cover('2021-09-01').premium.net.amount]).toEqual([
    '500.00',
    '700.00',
  ]);
});

it('charges a flat tax again only where it was given back', () => {
  const taxRules = [{ code: 'levy', flat: '6.50' }];
  const levy = (reason: CancellationReason, date: string) => {
    const policy = cancelled(given({ inception: '2021-05-01', net: '500', taxRules }), reason);
    return askedIn(reinstated(policy, date).booked).premiumMovement.taxes[0]?.amount.amount;
  };

  expect(levy('not-taken-up', '2021-05-01')).toBe('6.50');
  expect(levy('insurer', TODAY)).toBe('0.00');
});

describe('is refused', () => {
  it.each([
    ['before cover ended', '2021-05-30', TODAY, 'reinstatement-before-cancellation'],
    ['after the term', '2022-01-01', TODAY, 'effective-date-outside-term'],
    ['too far back', '2021-06-01', '2021-07-02', 'effective-date-out-of-range'],
  ])('%s', (_what, date, today, code) => {
    const decision = decideReinstatement(cancelled(begun()), date, product, at(today));
    expect(isRefusal(decision) && decision.refusal).toBe(code);
  });

  it('while nothing is cancelled', () => {
    const decision = decideReinstatement(begun(), TODAY, product, at(TODAY));
    expect(isRefusal(decision) && decision.refusal).toBe('policy-not-cancelled');
  });
});
