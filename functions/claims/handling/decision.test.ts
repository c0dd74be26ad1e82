import { describe, expect, it } from 'vitest';
import { approving, closing, denying, paying } from '../../../test/support/claim-acts.ts';
import {
  act,
  eur,
  handled,
  liabilityCover,
  notified,
  refusalOf,
} from '../../../test/support/handled-claims.ts';
import { accepted } from '../../platform/problem.ts';
import { type DecisionRequest, decide } from './decision.ts';
import { figuresOf, standingDecision } from './figures.ts';

/** The code that a decision on a new claim is refused with. */
function refused(request: DecisionRequest, claim = notified()): string {
  return refusalOf(decide(claim, request, act()));
}

describe('an approval', () => {
  it('says what is payable, how it was reached, and by whom', () => {
    const claim = handled(notified(), approving('3500.00'));

    expect(claim.status).toBe('approved');
    expect(figuresOf(claim).payable).toEqual(eur('3000.00'));
    expect(standingDecision(claim)).toMatchObject({
      decision: 'approve',
      settlement: { loss: eur('3500.00'), deductible: eur('500.00') },
      approval: 'not-needed',
      decidedBy: 'handler',
      decidedAt: act().at,
    });
  });

  it('of triage is told as such', () => {
    const [event] = accepted(
      decide(notified(), { decision: 'approve', coverage: 'OD', loss: eur('900.00') }, act({ by: 'triage' })),
    );

    expect(event?.data).toMatchObject({ by: 'triage', decidedBy: 'triage', payable: eur('400.00') });
  });

  it('of a liability takes the share that the policyholder answers for', () => {
    const claim = handled(notified(liabilityCover()), approving('3000.00', { share: 50 }));
    expect(figuresOf(claim).payable).toEqual(eur('1500.00'));
  });

  it('needs a loss in the currency of the cover, under its coverage', () => {
    const approve = { decision: 'approve', coverage: 'OD' } as const;

    expect(refused(approve)).toBe('loss-required');
    expect(refused({ ...approve, loss: { amount: '1.00', currency: 'USD' } })).toBe('currency-mismatch');
    expect(refused({ ...approve, coverage: 'TPL', loss: eur('1.00') })).toBe('unknown-coverage');
  });

  it('of own damage has no share, and none has a reason to deny', () => {
    const approve = { decision: 'approve', coverage: 'OD', loss: eur('1.00') } as const;

    expect(refused({ ...approve, liabilityPercent: 100 })).toBe('contradictory-facts');
    expect(refused({ ...approve, reason: 'other' })).toBe('contradictory-facts');
  });
});

describe('a denial', () => {
  it('owes nothing, and says why', () => {
    const claim = handled(notified(), denying('time-barred'));

    expect(claim.status).toBe('denied');
    expect(standingDecision(claim)).toMatchObject({ reason: 'time-barred', payable: eur('0.00') });
  });

  it('needs a reason, and settles nothing', () => {
    const deny = { decision: 'deny', coverage: 'OD' } as const;

    expect(refused(deny)).toBe('reason-required');
    expect(refused({ ...deny, reason: 'other', loss: eur('1.00') })).toBe('contradictory-facts');
    const liability = notified(liabilityCover());
    const shared = { ...deny, coverage: 'TPL', reason: 'other', liabilityPercent: 50 } as const;
    expect(refused(shared, liability)).toBe('contradictory-facts');
  });
});

describe('a claim that was decided', () => {
  it('is decided anew, and the last decision stands', () => {
    const claim = handled(notified(), denying(), approving('2500.00'), approving('3500.00'));

    expect(claim.decisions).toHaveLength(3);
    expect(figuresOf(claim).payable).toEqual(eur('3000.00'));
  });

  it('is never decided below what was paid', () => {
    const claim = handled(notified(), approving('3500.00'), paying('2000.00'));

    expect(refusalOf(denying()(claim))).toBe('below-paid');
    expect(refusalOf(approving('2499.99')(claim))).toBe('below-paid');
    expect(handled(claim, approving('2500.00')).status).toBe('paid');
  });

  it('is decided no more once it is closed', () => {
    const claim = handled(notified(), denying(), closing());
    expect(refusalOf(approving('3500.00')(claim))).toBe('claim-state');
  });
});
