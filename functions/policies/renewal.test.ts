import { describe, expect, it } from 'vitest';
import { deskOn, given, policyAfter, productWith } from '../../test/support/stacks.ts';
import { evolve, type PolicyHistory, renewalOffered, segmentFor, statusOf, timelineIn } from './policy.ts';
import { decideRenewal, errandDue, nextErrand, nextTerm, offerOf } from './renewal.ts';

const tacit = productWith();
const explicit = productWith({ renewal: { ...tacit.renewal, mode: 'explicit' } });
const at = (day: string) => `${day}T08:00:00.000Z`;

const begun = () => given({ inception: '2027-01-01', net: '1000' });

function offered(policy: PolicyHistory, on = '2027-11-17'): PolicyHistory {
  const cover = segmentFor(timelineIn(policy), policy.term.start).cover;
  const event = renewalOffered(policy, offerOf('off_1', { term: nextTerm(policy, tacit), cover }, on, tacit));
  const about = { version: policy.version + 1, occurredAt: at(on) };
  return evolve(policy, [event], about);
}

function renewed(policy: PolicyHistory): PolicyHistory {
  const { renewalOffer } = offered(policy);
  if (!renewalOffer) throw new Error('no offer');
  return policyAfter(
    policy,
    decideRenewal(policy, renewalOffer, deskOn(at('2027-12-17'))).booked,
    at('2027-12-17'),
  );
}

describe('a policy is looked after', () => {
  it.each([
    ['before the offer', tacit, begun(), '2027-11-16', undefined],
    ['45 days ahead', tacit, begun(), '2027-11-17', 'offer'],
    ['while the offer is open', tacit, offered(begun()), '2027-12-16', undefined],
    ['15 days ahead, tacitly', tacit, offered(begun()), '2027-12-17', 'renew'],
    ['not 15 days ahead, offered late', tacit, offered(begun(), '2027-12-01'), '2027-12-30', undefined],
    ['on the last day, offered late', tacit, offered(begun(), '2027-12-01'), '2027-12-31', 'renew'],
    ['15 days ahead, where a yes is needed', explicit, offered(begun()), '2027-12-17', undefined],
    ['at the end, where nobody said yes', explicit, offered(begun()), '2028-01-01', 'expire'],
    ['at the end, never offered, tacitly', tacit, begun(), '2028-01-01', 'offer'],
    ['at the end, never offered, where a yes is needed', explicit, begun(), '2028-01-01', 'expire'],
    ['once it was renewed', tacit, renewed(begun()), '2028-01-01', undefined],
  ] as const)('%s', (_when, product, policy, today, errand) => {
    expect(errandDue(policy, product, at(today))).toBe(errand);
  });

  it('no more once it has expired', () => {
    const data = { policyId: 'pol_1', product: 'motor', expiredOn: '2028-01-01' };
    const about = { version: 2, occurredAt: at('2028-01-01') };
    const policy = evolve(begun(), [{ type: 'policy.expired', data }], about);

    expect(nextErrand(policy, tacit)).toBeUndefined();
    expect(statusOf(segmentFor(timelineIn(policy), '2028-01-01'), '2028-01-01')).toBe('expired');
  });

  it('and ends with its term when the next cannot be offered', () => {
    const refused = {
      type: 'policy.renewal-refused',
      data: { policyId: 'pol_1', reason: 'not-rated' },
    } as const;
    const policy = evolve(begun(), [refused], { version: 2, occurredAt: at('2027-11-17') });

    expect(errandDue(policy, tacit, at('2027-12-31'))).toBeUndefined();
    expect(errandDue(policy, tacit, at('2028-01-01'))).toBe('expire');
  });
});

it('an offer stands until the term begins, in the time of the product', () => {
  expect(offered(begun()).renewalOffer?.validUntil).toBe('2027-12-31T23:00:00.000Z');
});

it('a renewal adds a term, whose premium moves', () => {
  const policy = renewed(begun());

  expect(policy.term).toMatchObject({ start: '2028-01-01', end: '2029-01-01' });
  expect(policy.stack.at(-1)).toMatchObject({
    kind: 'renewal',
    premiumMovement: { net: { amount: '1000.00' } },
  });
  expect(policy.renewalOffer).toBeUndefined();
});
