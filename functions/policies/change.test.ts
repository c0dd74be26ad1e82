import { describe, expect, it } from 'vitest';
import { deskOn, given, policyAfter, priced, productWith } from '../../test/support/stacks.ts';
import { addDays } from '../platform/calendar.ts';
import { isRefusal } from '../platform/problem.ts';
import { decideCancellation } from './cancellation.ts';
import { coverToChange, decideChange } from './change.ts';
import { type PolicyHistory, timelineIn } from './policy.ts';
import { decideRenewal, nextTerm, offerOf } from './renewal.ts';
import type { Patch } from './stack/cover.ts';
import type { LateChange } from './stack/sequence.ts';
import { segmentAt } from './stack/timeline.ts';

const TODAY = '2027-01-01T08:00:00.000Z';
const product = productWith();

/** The policy after a change; without one it must be refused. */
function changed(
  policy: PolicyHistory,
  effectiveDate: string,
  patch: Patch,
  restate: LateChange['restate'] = () => patch,
) {
  const decision = decideChange(policy, { effectiveDate, patch, restate }, deskOn(TODAY));
  if (isRefusal(decision)) throw new Error(decision.refusal);
  return { booked: decision.booked, policy: policyAfter(policy, decision.booked, TODAY) };
}

const begun = () => given({ inception: '2027-01-01', net: '1000' });
const netOn = (policy: PolicyHistory, date: string) =>
  segmentAt(timelineIn(policy), date)?.cover.premium.net.amount;

describe('a change in sequence', () => {
  it('moves what the rest of the term costs more', () => {
    const { booked, policy } = changed(begun(), '2027-07-01', priced('1200'));

    expect(booked.map(({ kind, premiumMovement }) => [kind, premiumMovement.net.amount])).toEqual([
      ['change', '100.82'],
    ]);
    expect([netOn(policy, '2027-06-30'), netOn(policy, '2027-07-01')]).toEqual(['1000.00', '1200.00']);
  });

  it('that costs the same moves nothing, on whatever day', () => {
    for (let day = 0; day < 365; day += 7) {
      const { booked } = changed(
        given({ inception: '2027-01-01', net: '777.77' }),
        addDays('2027-01-01', day),
        {
          address: { record: 'rec_2', facts: {} },
        },
      );
      expect(booked[0]?.premiumMovement.gross.amount).toBe('0.00');
    }
  });
});

describe('a change out of sequence', () => {
  it('reverses what takes effect later, newest first, and applies it anew on top', () => {
    const first = changed(begun(), '2027-04-01', { coverage: 'TPL+' }).policy;
    const second = changed(first, '2027-10-01', priced('1500')).policy;

    const { booked, policy } = changed(second, '2027-02-01', priced('1200'));

    expect(booked.map(({ kind, effectiveDate }) => [kind, effectiveDate])).toEqual([
      ['reversal', '2027-10-01'],
      ['reversal', '2027-04-01'],
      ['change', '2027-02-01'],
      ['change', '2027-04-01'],
      ['change', '2027-10-01'],
    ]);
    const at = (date: string) => segmentAt(timelineIn(policy), date)?.cover;
    expect([at('2027-05-01')?.coverage, at('2027-05-01')?.premium.net.amount]).toEqual(['TPL+', '1200.00']);
    expect([at('2027-11-01')?.coverage, at('2027-11-01')?.premium.net.amount]).toEqual(['TPL+', '1500.00']);
  });

  it('goes behind thirty transactions, and no more', () => {
    let policy = begun();
    for (let day = 1; day <= 31; day++) {
      policy = changed(policy, addDays('2027-03-01', day), priced(`${1000 + day}`)).policy;
    }

    const behindThirty = decideChange(
      policy,
      { effectiveDate: '2027-03-02', patch: priced('900'), restate: () => ({}) },
      deskOn(TODAY),
    );
    const behindAll = decideChange(
      policy,
      { effectiveDate: '2027-03-01', patch: priced('900'), restate: () => ({}) },
      deskOn(TODAY),
    );

    expect(isRefusal(behindThirty)).toBe(false);
    expect(isRefusal(behindAll) && behindAll.refusal).toBe('too-many-later-transactions');
  });

  it('makes a later cancellation give back another amount', () => {
    const desk = deskOn(TODAY);
    const request = { effectiveDate: '2027-07-01', reason: 'insurer' } as const;
    const ended = decideCancellation(begun(), request, product, desk);
    if (isRefusal(ended)) throw new Error(ended.refusal);

    const { booked, policy } = changed(
      policyAfter(begun(), ended.booked, TODAY),
      '2027-01-01',
      priced('2000'),
    );

    expect(booked.at(-1)).toMatchObject({
      kind: 'cancellation',
      premiumMovement: { net: { amount: '-1008.22' } },
    });
    expect(policy.standing).toBe('cancelled');
  });

  it('is taken over by a renewal, but for what a later change said', () => {
    const vehicle = changed(begun(), '2027-09-01', priced('1500')).policy;
    const last = timelineIn(vehicle).at(-1);
    if (!last) throw new Error('no segment');
    const offer = offerOf(
      'off_1',
      { term: nextTerm(vehicle, product), cover: last.cover },
      '2027-11-17',
      product,
    );
    const renewed = policyAfter(vehicle, decideRenewal(vehicle, offer, deskOn(TODAY)).booked, TODAY);

    const address: Patch = { address: { record: 'rec_new_address', facts: {} }, coverage: 'TPL+' };
    const moved = changed(renewed, '2027-05-01', { ...address, ...priced('800') });

    const nextYear = segmentAt(timelineIn(moved.policy), '2028-06-01')?.cover;
    expect(nextYear).toMatchObject({
      coverage: 'TPL+',
      records: { address: 'rec_new_address', vehicle: 'rec_1500' },
    });
    expect([netOn(moved.policy, '2027-06-01'), netOn(moved.policy, '2028-06-01')]).toEqual([
      '800.00',
      '1500.00',
    ]);
    expect(moved.policy.term).toMatchObject({ start: '2028-01-01', end: '2029-01-01' });
  });
});

describe('a day to change cover on', () => {
  const refusalOn = (policy: PolicyHistory, date: string, today: string) => {
    const answer = coverToChange(policy, date, product, `${today}T08:00:00.000Z`);
    return isRefusal(answer) ? answer.refusal : 'none';
  };

  it.each([
    ['the first day', '2027-01-01', '2027-01-01', 'none'],
    ['the last day', '2027-12-31', '2027-01-01', 'none'],
    ['the day before', '2026-12-31', '2027-01-01', 'effective-date-outside-term'],
    ['the end', '2028-01-01', '2027-01-01', 'effective-date-outside-term'],
    ['thirty days back', '2027-02-01', '2027-03-03', 'none'],
    ['further back', '2027-02-01', '2027-03-04', 'effective-date-out-of-range'],
    ['when the term is over', '2027-12-31', '2028-01-01', 'policy-expired'],
  ])('%s', (_what, date, today, code) => {
    expect(refusalOn(begun(), date, today)).toBe(code);
  });

  it('not after the policy was cancelled, but until it ends', () => {
    const request = { effectiveDate: '2027-07-01', reason: 'insurer' } as const;
    const ended = decideCancellation(begun(), request, product, deskOn(TODAY));
    if (isRefusal(ended)) throw new Error(ended.refusal);
    const policy = policyAfter(begun(), ended.booked, TODAY);

    expect(refusalOn(policy, '2027-06-30', '2027-06-01')).toBe('none');
    expect(refusalOn(policy, '2027-07-01', '2027-06-01')).toBe('policy-cancelled');
    expect(refusalOn(policy, '2027-06-30', '2027-07-01')).toBe('policy-cancelled');
  });
});
