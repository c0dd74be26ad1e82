import { describe, expect, it } from 'vitest';
import {
  approving,
  closing,
  countersigning,
  denying,
  paying,
  reopening,
} from '../../../test/support/claim-acts.ts';
import { damageCover, handled, notified, refusalOf } from '../../../test/support/handled-claims.ts';
import type { Claim } from '../claim.ts';
import { standingDecision } from './figures.ts';

// The cover of these claims asks for a second pair of eyes above 5,000.
const large = () => handled(notified(), approving('8000.00'));
const approvalIn = (claim: Claim) => standingDecision(claim)?.approval;

describe('what is payable above the amount of four eyes', () => {
  it('is not paid before somebody else approves it', () => {
    const claim = large();

    expect(approvalIn(claim)).toBe('needed');
    expect(refusalOf(paying('1.00')(claim))).toBe('approval-required');
    const approved = handled(claim, countersigning());
    expect(standingDecision(approved)).toMatchObject({ approval: 'given', approvedBy: 'approver' });
    expect(handled(approved, paying('7500.00')).status).toBe('paid');
  });

  it('is not approved by who decided it', () => {
    expect(refusalOf(countersigning('handler')(large()))).toBe('same-person');
  });

  it('is approved in the amount that the approver has looked at', () => {
    expect(refusalOf(countersigning('approver', '8000.00')(large()))).toBe('amount-mismatch');
    expect(approvalIn(handled(large(), countersigning('approver', '7500.00')))).toBe('given');
  });
});

describe('the amount of four eyes', () => {
  it('itself needs no second pair', () => {
    const claim = handled(notified(), approving('5500.00'));

    expect(approvalIn(claim)).toBe('not-needed');
    expect(refusalOf(countersigning()(claim))).toBe('no-approval-needed');
  });

  it.each([
    ['nothing decided', notified()],
    ['a denial', handled(notified(), denying())],
    ['an approval that was given', handled(large(), countersigning())],
  ])('leaves nothing to approve with %s', (_what, claim) => {
    expect(refusalOf(countersigning()(claim))).toBe('no-approval-needed');
  });
});

describe('where another loss of the day is known', () => {
  const second = notified(damageCover(), { sameDayLoss: true });

  it('nobody grants anything alone', () => {
    const claim = handled(second, approving('500.01'));

    expect(approvalIn(claim)).toBe('needed');
    expect(refusalOf(paying('0.01')(claim))).toBe('approval-required');
    expect(handled(claim, countersigning(), paying('0.01')).status).toBe('paid');
  });

  it('nothing payable needs nobody', () => {
    expect(approvalIn(handled(second, approving('500.00')))).toBe('not-needed');
  });
});

describe('an approval that was given', () => {
  const approved = () => handled(large(), countersigning());

  it('covers as much and less, decided anew', () => {
    expect(approvalIn(handled(approved(), approving('8000.00')))).toBe('given');
    expect(approvalIn(handled(approved(), approving('7000.00')))).toBe('given');
  });

  it('does not cover more', () => {
    expect(approvalIn(handled(approved(), approving('8000.01')))).toBe('needed');
  });

  it('does not cover what the approver decides', () => {
    const claim = handled(approved(), approving('7000.00', { by: 'approver' }));

    expect(approvalIn(claim)).toBe('needed');
    expect(refusalOf(countersigning('approver')(claim))).toBe('same-person');
    expect(approvalIn(handled(claim, countersigning('handler')))).toBe('given');
  });

  it('does not outlive a denial', () => {
    expect(approvalIn(handled(approved(), denying(), approving('8000.00')))).toBe('needed');
  });

  it('outlives closing and reopening', () => {
    const claim = handled(approved(), closing(), reopening());
    expect(handled(claim, paying('7500.00')).status).toBe('paid');
  });

  it('is refused on a closed claim', () => {
    expect(refusalOf(countersigning()(handled(large(), closing())))).toBe('claim-state');
  });
});
