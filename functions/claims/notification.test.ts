import { describe, expect, it } from 'vitest';
import { eur } from '../../test/support/handled-claims.ts';
import { damagePolicy, lossSaid, notifying, OWN_DAMAGE } from '../../test/support/losses.ts';
import { deskOn, policyAfter, priced, productWith } from '../../test/support/stacks.ts';
import { accepted, isRefusal } from '../platform/problem.ts';
import { decideCancellation } from '../policies/cancellation.ts';
import { decideChange } from '../policies/change.ts';
import type { PolicyHistory } from '../policies/policy.ts';
import { decideReinstatement } from '../policies/reinstatement.ts';
import { occurrenceOf } from './notification.ts';

const NOW = '2026-11-21T09:00:00.000Z';
const at = (day: string) => `${day}T08:00:00.000Z`;

/** The segment that covers a loss, from its first day to the first without it, or why none does. */
function occurrence(occurredAt: string, policy = damagePolicy(), now = NOW) {
  const found = occurrenceOf(lossSaid({ occurredAt }), policy, OWN_DAMAGE, now);
  return isRefusal(found) ? [found.refusal, found.detail] : [found.cover.from, found.cover.to];
}

function changed(policy: PolicyHistory, effectiveDate: string, today: string): PolicyHistory {
  const patch = priced('1200');
  const booking = decideChange(policy, { effectiveDate, patch, restate: () => patch }, deskOn(at(today)));
  return policyAfter(policy, accepted(booking).booked, at(today));
}

function cancelled(policy: PolicyHistory, effectiveDate: string, today: string): PolicyHistory {
  const request = { effectiveDate, reason: 'insurer' } as const;
  const { booked } = accepted(decideCancellation(policy, request, OWN_DAMAGE, deskOn(at(today))));
  return policyAfter(policy, booked, at(today));
}

function reinstated(policy: PolicyHistory, effectiveDate: string, today: string): PolicyHistory {
  const { booked } = accepted(decideReinstatement(policy, effectiveDate, OWN_DAMAGE, deskOn(at(today))));
  return policyAfter(policy, booked, at(today));
}

describe('given a policy of 2026', () => {
  it.each([
    ['before inception', '2025-12-31', ['not-covered-then', 'Cover begins on 2026-01-01.']],
    ['on the first day', '2026-01-01', ['2026-01-01', '2027-01-01']],
    ['today', '2026-11-21', ['2026-01-01', '2027-01-01']],
    ['this very moment', NOW, ['2026-01-01', '2027-01-01']],
  ])('a loss %s is answered', (_when, occurredAt, expected) => {
    expect(occurrence(occurredAt)).toEqual(expected);
  });

  it.each(['2026-11-22', '2026-11-21T09:00:00.001Z', '2026-11-21T10:30:00+01:00'])(
    'a loss of %s is still to come',
    (occurredAt) => {
      expect(occurrence(occurredAt)).toEqual([
        'loss-in-the-future',
        'A loss is notified once it has happened.',
      ]);
    },
  );

  it('the last day is covered, and the next is not', () => {
    expect(occurrence('2026-12-31', damagePolicy(), at('2027-02-01'))).toEqual(['2026-01-01', '2027-01-01']);
    expect(occurrence('2027-01-01', damagePolicy(), at('2027-02-01'))).toEqual([
      'not-covered-then',
      'Cover had ended by that day.',
    ]);
  });

  it('midnight is that of the product’s time zone', () => {
    const [ended, covered] = ['2026-12-31T23:00:00Z', '2026-12-31T22:59:59Z'];
    expect(occurrence(ended, damagePolicy(), at('2027-02-01'))[0]).toBe('not-covered-then');
    expect(occurrence(covered, damagePolicy(), at('2027-02-01'))[0]).toBe('2026-01-01');
    expect(occurrence('2025-12-31T23:00:00Z')[0]).toBe('2026-01-01');
    expect(occurrence('2025-12-31T22:59:59Z')[0]).toBe('not-covered-then');
  });

  it('a day of today may have begun here before it has in Greenwich', () => {
    expect(occurrence('2026-11-22', damagePolicy(), '2026-11-21T23:30:00.000Z')[0]).toBe('2026-01-01');
  });
});

describe('given a policy that ended and began again', () => {
  const ended = cancelled(damagePolicy(), '2026-05-01', '2026-05-01');
  const again = reinstated(ended, '2026-05-20', '2026-05-20');

  it('a loss after its cancellation is not covered', () => {
    const detail = 'The policy was cancelled from 2026-05-01 on.';
    expect(occurrence('2026-05-01', ended)).toEqual(['not-covered-then', detail]);
    expect(occurrence('2026-04-30', ended)).toEqual(['2026-01-01', '2026-05-01']);
  });

  it('a loss in the gap is not covered, and a later one is', () => {
    const detail = 'The policy was cancelled from 2026-05-01 on, and reinstated from 2026-05-20 on.';
    expect(occurrence('2026-05-19', again)).toEqual(['not-covered-then', detail]);
    expect(occurrence('2026-05-20', again)).toEqual(['2026-05-20', '2027-01-01']);
  });
});

describe('given a policy that was changed', () => {
  it('the segment of the day counts, not that of today', () => {
    const policy = changed(damagePolicy(), '2026-09-01', '2026-09-01');
    expect(occurrence('2026-08-31', policy)).toEqual(['2026-01-01', '2026-09-01']);
    expect(occurrence('2026-09-01', policy)).toEqual(['2026-09-01', '2027-01-01']);
    const found = accepted(occurrenceOf(lossSaid({ occurredAt: '2026-08-31' }), policy, OWN_DAMAGE, NOW));
    expect(found.segment.cover.records.vehicle).toBe('rec_vehicle');
    expect(found.cover.policyVersion).toBe(2);
  });
});

describe('a notification', () => {
  it('takes down what was covered', () => {
    const { cover } = accepted(occurrenceOf(lossSaid(), damagePolicy(), OWN_DAMAGE, NOW));
    expect(cover).toEqual({
      coverage: 'OD',
      kind: 'own-damage',
      causes: ['collision', 'theft', 'fire', 'glass', 'weather', 'vandalism'],
      deductibles: [eur('500.00')],
      limit: eur('10000.00'),
      coinsurance: '1',
      currency: 'EUR',
      straightThroughAmount: eur('1000.00'),
      fourEyesAmount: eur('10000.00'),
      ...{ from: '2026-01-01', to: '2027-01-01', policyVersion: 1 },
    });
  });

  it('in another currency is refused', () => {
    const said = lossSaid({ estimatedAmount: { amount: '1.00', currency: 'USD' } });
    expect(occurrenceOf(said, damagePolicy(), OWN_DAMAGE, NOW)).toMatchObject({
      refusal: 'currency-mismatch',
      pointer: '/estimatedAmount',
    });
  });

  it('begins a claim that says nothing of what was said', () => {
    const said = lossSaid({ persons: [{ role: 'injured', name: 'Ben Claes', injury: 'An arm.' }] });
    const parties = [{ partyId: 'pty_1', recordId: 'rec_1', role: 'injured', injured: true } as const];
    const [notified] = notifying(said, damagePolicy(), { parties });
    expect(notified).toMatchObject({
      type: 'claim.notified',
      data: {
        protocolNumber: 'C26-7Q2M-XK4T-9ZHB',
        ...{ partnerId: 'broker', policyId: 'pol_1', customerId: 'cus_1', product: 'own-damage' },
        ...{ occurredAt: '2026-06-10', occurredOn: '2026-06-10', parties },
        ...{ route: 'review', queue: 'injury', reasons: ['further-review'] },
      },
    });
    expect(JSON.stringify(notified)).not.toMatch(/stone|Ben|arm/);
  });

  it('tells nobody outside which indicator fired, nor that somebody was injured', () => {
    const [notified] = notifying(lossSaid({ cause: 'theft' }));
    expect(notified?.data).toMatchObject({ queue: 'investigation', reasons: ['further-review'] });
  });

  it('on a day that the product has no coverage for is a fault', () => {
    const other = productWith({ coverages: [] }, 'own-damage');
    expect(() => occurrenceOf(lossSaid(), damagePolicy(), other, NOW)).toThrow('no coverage OD');
  });
});
