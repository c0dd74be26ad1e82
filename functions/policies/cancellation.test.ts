import { describe, expect, it } from 'vitest';
import { deskOn, given, PREMIUM_TAX, policyAfter, productWith } from '../../test/support/stacks.ts';
import { isRefusal } from '../platform/problem.ts';
import { type CancellationRequest, decideCancellation } from './cancellation.ts';
import { type PolicyHistory, timelineIn } from './policy.ts';
import { netOf } from './stack/timeline.ts';
import { askedIn, type Cancellation } from './stack/transaction.ts';

const product = productWith();

/** What is decided when a cancellation is asked for on a day. */
function when(policy: PolicyHistory, request: CancellationRequest, today: string, rules = product) {
  return decideCancellation(policy, request, rules, deskOn(`${today}T08:00:00.000Z`));
}

/** The cancellation that was booked, and the policy with it. */
function cancelled(policy: PolicyHistory, request: CancellationRequest, today: string, rules = product) {
  const decision = when(policy, request, today, rules);
  if (isRefusal(decision)) throw new Error(decision.refusal);
  const cancellation = askedIn(decision.booked) as Cancellation;
  return { cancellation, policy: policyAfter(policy, decision.booked, `${today}T08:00:00.000Z`) };
}

const refusalOf = (decision: ReturnType<typeof when>) => (isRefusal(decision) ? decision.refusal : 'none');

describe('given a term of 365 days', () => {
  it('short rate keeps a tenth of 500 that are not earned on day 150', () => {
    const policy = given({ inception: '2021-01-01', net: '500' });
    const request = { effectiveDate: '2021-05-31', reason: 'customer-request' } as const;

    const { cancellation, policy: ended } = cancelled(policy, request, '2021-05-31');

    expect(cancellation.basis).toBe('short-rate');
    expect(cancellation.premiumMovement.net.amount).toBe('-265.07');
    expect(cancellation.charges).toEqual([
      { code: 'short-rate-retention', amount: { amount: '29.45', currency: 'EUR' } },
    ]);
    expect(netOf(timelineIn(ended)).toFixed(2)).toBe('205.48');
  });

  it('short rate gives 540 of 1,500 back on day 219', () => {
    const policy = given({ inception: '2021-01-01', net: '1500' });
    const request = { effectiveDate: '2021-08-08', reason: 'customer-request' } as const;

    const { cancellation } = cancelled(policy, request, '2021-08-08');

    expect(cancellation.premiumMovement.net.amount).toBe('-540.00');
    expect(cancellation.charges[0]?.amount.amount).toBe('60.00');
  });

  it.each(['insurer', 'non-payment', 'total-loss'] as const)('%s is pro rata', (reason) => {
    const policy = given({ inception: '2021-01-01', net: '1000' });

    const { cancellation } = cancelled(policy, { effectiveDate: '2021-07-01', reason }, '2021-07-01');

    expect(cancellation.basis).toBe('pro-rata');
    expect(cancellation.premiumMovement.net.amount).toBe('-504.11');
    expect(cancellation.charges).toEqual([]);
    expect(cancellation.standing).toBe(reason === 'non-payment' ? 'lapsed' : 'cancelled');
  });

  it('the same by months', () => {
    const policy = given({ inception: '2021-01-01', net: '1000', proration: 'months' });

    const { cancellation } = cancelled(
      policy,
      { effectiveDate: '2021-07-01', reason: 'insurer' },
      '2021-07-01',
    );

    expect(cancellation.premiumMovement.net.amount).toBe('-500.00');
  });

  it('not taken up gives everything back, from the first day', () => {
    const policy = given({ inception: '2021-01-01', net: '240.60', taxRules: PREMIUM_TAX });
    const request = { effectiveDate: '2021-01-20', reason: 'not-taken-up' } as const;

    const { cancellation, policy: ended } = cancelled(policy, request, '2021-01-20');

    expect(cancellation.effectiveDate).toBe('2021-01-01');
    expect(cancellation.premiumMovement).toEqual({
      net: { amount: '-240.60', currency: 'EUR' },
      taxes: [{ code: 'premium-tax', amount: { amount: '-65.20', currency: 'EUR' } }],
      gross: { amount: '-305.80', currency: 'EUR' },
    });
    expect(netOf(timelineIn(ended)).toFixed(2)).toBe('0.00');
  });

  it('taxes what moves, not what was paid', () => {
    const policy = given({ inception: '2021-01-01', net: '500', taxRules: PREMIUM_TAX });
    const request = { effectiveDate: '2021-05-31', reason: 'customer-request' } as const;

    const { cancellation } = cancelled(policy, request, '2021-05-31');

    expect(cancellation.premiumMovement.taxes[0]?.amount.amount).toBe('-71.83');
    expect(cancellation.premiumMovement.gross.amount).toBe('-336.90');
  });

  it('gives a flat tax back with the whole term only', () => {
    const taxRules = [{ code: 'levy', flat: '6.50' }];
    const policy = given({ inception: '2021-01-01', net: '500', taxRules });
    const taxOf = (reason: CancellationRequest['reason']) =>
      cancelled(policy, { effectiveDate: '2021-01-31', reason }, '2021-01-31').cancellation.premiumMovement
        .taxes[0]?.amount.amount;

    expect(taxOf('insurer')).toBe('0.00');
    expect(taxOf('not-taken-up')).toBe('-6.50');
  });
});

describe('given cooling-off of 14 days', () => {
  const begun = { inception: '2026-12-10', net: '365', issuedAt: '2026-12-01T08:00:00.000Z' };

  it('is flat before cover begins', () => {
    const policy = given({ ...begun, termsReceivedAt: '2026-12-01' });
    const request = { effectiveDate: '2026-12-05', reason: 'cooling-off' } as const;

    const { cancellation } = cancelled(policy, request, '2026-12-05');

    expect([cancellation.basis, cancellation.effectiveDate]).toEqual(['flat', '2026-12-10']);
    expect(cancellation.premiumMovement.net.amount).toBe('-365.00');
  });

  it('is pro rata afterwards', () => {
    const policy = given({ ...begun, termsReceivedAt: '2026-12-01' });
    const request = { effectiveDate: '2026-12-12', reason: 'cooling-off' } as const;

    const { cancellation } = cancelled(policy, request, '2026-12-12');

    expect([cancellation.basis, cancellation.premiumMovement.net.amount]).toEqual(['pro-rata', '-363.00']);
  });

  it('runs from the later of conclusion and receipt of the terms', () => {
    const until = (termsReceivedAt: string, today: string) =>
      refusalOf(
        when(given({ ...begun, termsReceivedAt }), { effectiveDate: today, reason: 'cooling-off' }, today),
      );

    expect(until('2026-11-25', '2026-12-15')).toBe('none');
    expect(until('2026-11-25', '2026-12-16')).toBe('cooling-off-over');
    expect(until('2026-12-03', '2026-12-17')).toBe('none');
    expect(until('2026-12-03', '2026-12-18')).toBe('cooling-off-over');
  });

  it('cannot be used for an end after it', () => {
    const policy = given({ ...begun, termsReceivedAt: '2026-12-01' });

    expect(
      refusalOf(when(policy, { effectiveDate: '2027-06-01', reason: 'cooling-off' }, '2026-12-05')),
    ).toBe('cooling-off-over');
  });
});

describe('refuses', () => {
  const policy = given({ inception: '2026-12-01', net: '365' });

  it.each<[string, string, string, string]>([
    ['an end before the beginning', '2026-11-30', '2026-12-01', 'end-before-start'],
    ['an end at the end of the term', '2027-12-01', '2026-12-01', 'effective-date-outside-term'],
    ['an end further back than is allowed', '2027-01-01', '2027-02-01', 'effective-date-out-of-range'],
    [
      'an end as if cover had never begun, long after',
      '2027-01-15',
      '2027-01-15',
      'effective-date-out-of-range',
    ],
    ['an end when the term is over', '2027-11-20', '2027-12-01', 'policy-expired'],
  ])('%s', (what, effectiveDate, today, code) => {
    const reason = what.includes('never begun') ? 'not-taken-up' : 'insurer';
    expect(refusalOf(when(policy, { effectiveDate, reason }, today))).toBe(code);
  });

  it('a second one', () => {
    const request = { effectiveDate: '2027-03-01', reason: 'insurer' } as const;
    const { policy: ended } = cancelled(policy, request, '2027-03-01');

    expect(refusalOf(when(ended, { ...request, effectiveDate: '2027-04-01' }, '2027-03-01'))).toBe(
      'policy-cancelled',
    );
  });
});
