import { describe, expect, it } from 'vitest';
import { coverAt, deskOn, given, policyAfter, priced, productWith } from '../../../test/support/stacks.ts';
import { isRefusal } from '../../platform/problem.ts';
import { decideCancellation } from '../cancellation.ts';
import { decideChange } from '../change.ts';
import type { PolicyHistory } from '../policy.ts';
import { decideReinstatement } from '../reinstatement.ts';
import { type TaxRule, totalMovement } from './movement.ts';

const rules: readonly TaxRule[] = [
  { code: 'premium-tax', rate: '0.271' },
  { code: 'fund', prorated: true },
  { code: 'levy', flat: '6.50' },
];
const day = '2027-01-10T08:00:00.000Z';
const begun = () => given({ inception: '2027-01-01', net: '240.61', taxRules: rules });

/** Sum of all that was moved, by code of tax. */
function moved({ stack }: PolicyHistory) {
  const { net, taxes, gross } = totalMovement(stack.map(({ premiumMovement }) => premiumMovement));
  return {
    net: net.amount,
    ...Object.fromEntries(taxes.map(({ code, amount }) => [code, amount.amount])),
    gross: gross.amount,
  };
}

function changed(policy: PolicyHistory, effectiveDate: string, net: string): PolicyHistory {
  const patch = priced(net);
  const booking = decideChange(policy, { effectiveDate, patch, restate: () => patch }, deskOn(day));
  if (isRefusal(booking)) throw new Error(booking.refusal);
  return policyAfter(policy, booking.booked, day);
}

function cancelled(policy: PolicyHistory, reason: 'not-taken-up' | 'customer-request'): PolicyHistory {
  const request = { effectiveDate: '2027-01-10', reason };
  const booking = decideCancellation(policy, request, productWith(), deskOn(day));
  if (isRefusal(booking)) throw new Error(booking.refusal);
  return policyAfter(policy, booking.booked, day);
}

describe('taxes', () => {
  it('are those of the offer when a term begins', () => {
    const { premium } = coverAt('240.61', rules);

    expect(begun().stack[0]?.premiumMovement).toEqual(premium);
    expect(moved(begun())).toEqual({
      net: '240.61',
      'premium-tax': '65.21',
      fund: '24.07',
      levy: '6.50',
      gross: '336.39',
    });
  });

  it('that are prorated come to those of the new price when it holds from the first day', () => {
    expect(moved(changed(begun(), '2027-01-01', '199.99'))).toMatchObject({
      net: '199.99',
      fund: '20.01',
      levy: '6.50',
    });
  });

  it.each(['100.00', '240.62', '333.33', '777.77'])('all come back, flat, after a change to %s', (net) => {
    const policy = cancelled(changed(begun(), '2027-01-01', net), 'not-taken-up');

    expect(moved(policy)).toEqual({
      net: '0.00',
      'premium-tax': '0.00',
      fund: '0.00',
      levy: '0.00',
      gross: '0.00',
    });
  });

  it.each(['100.00', '240.62', '333.33', '777.77'])(
    'are all charged again when %s is taken up after all',
    (net) => {
      const before = changed(begun(), '2027-01-01', net);
      const ended = cancelled(before, 'not-taken-up');
      const booking = decideReinstatement(ended, '2027-01-01', productWith(), deskOn(day));
      if (isRefusal(booking)) throw new Error(booking.refusal);

      expect(moved(policyAfter(ended, booking.booked, day))).toEqual(moved(before));
    },
  );

  it('that are due once for a term stay when a part of it is given back', () => {
    expect(moved(cancelled(begun(), 'customer-request'))).toMatchObject({ levy: '6.50' });
  });
});
