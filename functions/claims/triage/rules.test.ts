import { describe, expect, it } from 'vitest';
import { eur } from '../../../test/support/handled-claims.ts';
import {
  damagePolicy,
  lossSaid,
  notifying,
  OWN_DAMAGE,
  readRules,
  triageIn,
  withLossOn,
} from '../../../test/support/losses.ts';
import { deskOn, given, policyAfter, productWith } from '../../../test/support/stacks.ts';
import { accepted } from '../../platform/problem.ts';
import { decideCancellation } from '../../policies/cancellation.ts';
import { decideChange } from '../../policies/change.ts';
import type { PolicyHistory } from '../../policies/policy.ts';
import { decideReinstatement } from '../../policies/reinstatement.ts';
import type { LossNotification } from '../loss.ts';
import { judge } from './rules.ts';

/** What the shipped rules make of a loss on the day that it happens: where it goes, and every rule that fired. */
function outcome(
  instead: Partial<LossNotification> = {},
  policy = damagePolicy(),
  about: Parameters<typeof notifying>[2] = {},
) {
  const said = lossSaid(instead);
  const at = `${said.occurredAt.slice(0, 10)}T22:00:00.000Z`;
  const { route, queue, reasons } = triageIn(notifying(said, policy, { at, ...about }));
  return [route, queue, ...reasons.map(({ code }) => code)];
}

const STRAIGHT = ['straight-through', 'fast-track'];
const REVIEW = ['review', 'review'];
const INVESTIGATION = ['review', 'investigation'];

/** The policy after a change that was agreed at an instant, and counts from a day on. */
function changedOn(effectiveDate: string, issuedAt: string): PolicyHistory {
  const policy = damagePolicy();
  const patch = { address: { record: 'rec_2', facts: {} } };
  const decision = decideChange(policy, { effectiveDate, patch, restate: () => patch }, deskOn(issuedAt));
  return policyAfter(policy, accepted(decision).booked, issuedAt);
}

/** The policy, lapsed on 1 May, that begins again on the day of an instant. */
function reinstatedAt(instant: string): PolicyHistory {
  const request = { effectiveDate: '2026-05-01', reason: 'non-payment' } as const;
  const lapse = decideCancellation(damagePolicy(), request, OWN_DAMAGE, deskOn('2026-05-01T08:00:00.000Z'));
  const lapsed = policyAfter(damagePolicy(), accepted(lapse).booked, '2026-05-01T08:00:00.000Z');
  const again = decideReinstatement(lapsed, instant.slice(0, 10), OWN_DAMAGE, deskOn(instant));
  return policyAfter(lapsed, accepted(again).booked, instant);
}

describe('a loss goes straight through', () => {
  it.each<[string, Partial<LossNotification>]>([
    ['of glass at 800.00', {}],
    ['at the very amount of the product', { estimatedAmount: eur('1000.00') }],
    ['of a collision at 500.00, without a document', { cause: 'collision', estimatedAmount: eur('500.00') }],
    ['of a theft that the police knows of', { cause: 'theft', authorityReport: 'PV 1' }],
    ['with a witness', { persons: [{ role: 'witness', name: 'Wim Claes' }] }],
    ['with no court', { litigation: false }],
    ['on the eighth day after cover began', { occurredAt: '2026-01-09' }],
  ])('%s', (_what, said) => {
    expect(outcome(said)).toEqual(STRAIGHT);
  });

  it('with the insured vehicle among those that were named', () => {
    const vehicles = [{ plate: '1-ABC-234' }, { plate: '1-XYZ-987' }];
    expect(outcome({ vehicles }, damagePolicy(), { insuredVehicle: true })).toEqual(STRAIGHT);
  });

  it('as the second within a year', () => {
    expect(outcome({}, withLossOn(damagePolicy(), '2026-03-01'))).toEqual(STRAIGHT);
  });

  it('as the third, where the first is a year ago', () => {
    const policy = withLossOn(withLossOn(damagePolicy(), '2025-06-10'), '2026-03-01');
    expect(outcome({}, policy)).toEqual(STRAIGHT);
  });
});

describe('a gate is', () => {
  it.each<[string, Partial<LossNotification>]>([
    ['somebody injured', { persons: [{ role: 'injured', name: 'Ben Claes' }] }],
    ['an injury of anybody', { persons: [{ role: 'passenger', name: 'Ben Claes', injury: 'An arm.' }] }],
    [
      'an injury of the policyholder',
      { persons: [{ role: 'policyholder', name: 'Anna', injury: 'A toe.' }] },
    ],
  ])('%s', (_what, said) => {
    expect(outcome(said)).toEqual(['review', 'injury', 'injury']);
  });

  it('a court', () => {
    expect(outcome({ litigation: true })).toEqual([...REVIEW, 'litigation']);
  });

  it('a liability: who answers for what is for a person to say', () => {
    const issuedAt = '2025-12-15T08:00:00.000Z';
    const policy = given({ inception: '2026-01-01', issuedAt, net: '500' });
    const about = { product: productWith() };
    expect(outcome({ cause: 'collision' }, policy, about)).toEqual([...REVIEW, 'liability-to-assess']);
  });

  it('an amount that nobody has said', () => {
    const { estimatedAmount, ...said } = lossSaid();
    const { queue, reasons } = triageIn(notifying(said));
    expect([queue, reasons.map(({ code }) => code)]).toEqual(['review', ['amount-unknown']]);
  });

  it('an amount above that of the product, by a cent', () => {
    expect(outcome({ estimatedAmount: eur('1000.01') })).toEqual([...REVIEW, 'amount-above-limit']);
  });

  it.each(['collision', 'vandalism', 'weather'] as const)(
    'a document that %s above 500.00 needs',
    (cause) => {
      expect(outcome({ cause, estimatedAmount: eur('500.01') })).toEqual([...REVIEW, 'documents-missing']);
    },
  );
});

describe('a question of coverage is', () => {
  it('a cause that the coverage does not name', () => {
    expect(outcome({ cause: 'other' })).toEqual([...REVIEW, 'cause-not-covered']);
  });

  it('a vehicle that is not the insured one', () => {
    expect(outcome({ vehicles: [{ plate: '1-XYZ-987' }] })).toEqual([...REVIEW, 'vehicle-not-insured']);
  });

  it.each([
    ['2026-07-10', STRAIGHT],
    ['2026-07-11', [...REVIEW, 'reported-late']],
    ['2029-06-09', [...REVIEW, 'reported-late']],
    ['2029-06-10', [...REVIEW, 'reported-late', 'time-barred']],
  ])('how late it is on %s', (day, expected) => {
    expect(outcome({}, damagePolicy(), { at: `${day}T12:00:00.000Z` })).toEqual(expected);
  });
});

describe('an indicator is', () => {
  it.each(['2026-01-01', '2026-01-08'])('a loss as early in cover as %s', (occurredAt) => {
    expect(outcome({ occurredAt })).toEqual([...INVESTIGATION, 'soon-after-inception']);
  });

  it('a loss soon after a change', () => {
    const policy = changedOn('2026-06-03', '2026-06-01T08:00:00.000Z');
    expect(outcome({}, policy)).toEqual([...INVESTIGATION, 'soon-after-change']);
    expect(outcome({ occurredAt: '2026-06-11' }, policy)).toEqual(STRAIGHT);
    expect(outcome({ occurredAt: '2026-06-02' }, policy)).toEqual(STRAIGHT);
  });

  it('a loss soon after a change was agreed that counts from an earlier day', () => {
    const policy = changedOn('2026-05-20', '2026-06-05T08:00:00.000Z');
    expect(outcome({ occurredAt: '2026-06-12' }, policy)).toEqual([...INVESTIGATION, 'soon-after-change']);
    expect(outcome({ occurredAt: '2026-06-13' }, policy)).toEqual(STRAIGHT);
  });

  it('cover that was agreed on a later day', () => {
    const backdated = changedOn('2026-05-20', '2026-06-11T08:00:00.000Z');
    expect(outcome({}, backdated)).toEqual([...INVESTIGATION, 'agreed-after-loss']);
    const late = damagePolicy({ issuedAt: '2026-01-20T08:00:00.000Z' });
    const suspect = [...INVESTIGATION, 'agreed-after-loss'];
    expect(outcome({ occurredAt: '2026-01-19' }, late)).toEqual(suspect);
    // On that day, who knows: before or after?
    expect(outcome({ occurredAt: '2026-01-20' }, late)).toEqual(suspect);
    expect(outcome({ occurredAt: '2026-01-21' }, late)).toEqual(STRAIGHT);
    expect(outcome({ occurredAt: '2026-01-20T08:59:59+01:00' }, late)).toEqual(suspect);
    expect(outcome({ occurredAt: '2026-01-20T09:00:00+01:00' }, late)).toEqual(STRAIGHT);
  });

  it('cover that began again after the loss, or just before it', () => {
    const reinstated = reinstatedAt('2026-06-10T11:00:00.000Z');
    const said = { occurredAt: '2026-06-10T06:00:00Z' };
    const both = [...INVESTIGATION, 'soon-after-change', 'agreed-after-loss'];
    expect(outcome(said, reinstated)).toEqual(both);
    expect(outcome({ occurredAt: '2026-06-11' }, reinstated)).toEqual([
      ...INVESTIGATION,
      'soon-after-change',
    ]);
    expect(outcome({ occurredAt: '2026-06-18' }, reinstated)).toEqual(STRAIGHT);
  });

  it('no change that was agreed before, and applied anew behind a later one', () => {
    const first = changedOn('2026-06-01', '2026-05-02T08:00:00.000Z');
    const patch = { address: { record: 'rec_3', facts: {} } };
    const request = { effectiveDate: '2026-05-10', patch, restate: () => patch };
    const { booked } = accepted(decideChange(first, request, deskOn('2026-05-09T08:00:00.000Z')));
    const policy = policyAfter(first, booked, '2026-05-09T08:00:00.000Z');
    expect(booked.map(({ kind }) => kind)).toEqual(['reversal', 'change', 'change']);
    expect(outcome({}, policy)).toEqual(STRAIGHT);
  });

  it('the third loss within a year', () => {
    const policy = withLossOn(withLossOn(damagePolicy(), '2025-06-11'), '2026-03-01');
    expect(outcome({}, policy)).toEqual([...INVESTIGATION, 'several-claims']);
  });

  it('the third loss within a year, in whichever order they are notified', () => {
    const policy = withLossOn(withLossOn(damagePolicy(), '2026-06-20'), '2026-06-15');
    const late = { at: '2026-06-21T08:00:00.000Z' };
    expect(outcome({}, policy, late)).toEqual([...INVESTIGATION, 'several-claims']);
  });

  it('no third loss of which no year has three', () => {
    const policy = withLossOn(withLossOn(damagePolicy(), '2025-07-01'), '2026-12-01');
    expect(outcome({}, policy, { at: '2026-06-11T08:00:00.000Z' })).toEqual(STRAIGHT);
  });

  it('another loss of the same day', () => {
    expect(outcome({}, withLossOn(damagePolicy(), '2026-06-10'))).toEqual([
      ...INVESTIGATION,
      'same-day-loss',
    ]);
  });

  it('a theft that the police does not know of', () => {
    expect(outcome({ cause: 'theft' })).toEqual([...INVESTIGATION, 'theft-without-report']);
  });
});

describe('several rules', () => {
  it('are all named, and the queue that comes first gets the claim', () => {
    const vehicles = [{ plate: '1-XYZ-987' }];
    const said: Partial<LossNotification> = { litigation: true, cause: 'theft', vehicles };
    expect(outcome(said)).toEqual([
      ...INVESTIGATION,
      'litigation',
      'vehicle-not-insured',
      'theft-without-report',
    ]);
    const injured: typeof said = { ...said, persons: [{ role: 'injured', name: 'Ben Claes' }] };
    expect(outcome(injured).slice(0, 3)).toEqual(['review', 'injury', 'injury']);
  });

  it('only ever refer: none of them denies', () => {
    expect(JSON.stringify(readRules())).not.toMatch(/deny|denied/);
    const worst = { cause: 'theft', occurredAt: '2026-01-01', estimatedAmount: eur('9999.00') } as const;
    const events = notifying(lossSaid(worst), damagePolicy(), { at: '2026-01-01T22:00:00.000Z' });
    expect(events.map(({ type }) => type)).toEqual(['claim.notified']);
  });
});

describe('a rule on a fact that has no value', () => {
  it.each([{ above: 0 }, { below: 0 }, { is: true }, { is: false }, { in: [''] }])(
    'never fires: %j',
    (when) => {
      const rules = readRules();
      const rule = { code: 'tested', kind: 'gate', detail: 'Tested.', queue: 'review' } as const;
      const tested = {
        ...rules,
        rules: [{ ...rule, when: [{ fact: 'daysSinceChange', ...when } as never] }],
      };
      expect(judge(tested, {}).reasons).toEqual([]);
    },
  );
});
