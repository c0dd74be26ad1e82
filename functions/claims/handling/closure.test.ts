import { describe, expect, it } from 'vitest';
import {
  approving,
  closing,
  denying,
  paying,
  reopening,
  reserving,
} from '../../../test/support/claim-acts.ts';
import { act, handled, notified, refusalOf } from '../../../test/support/handled-claims.ts';
import type { Claim } from '../claim.ts';
import { assign } from './assignment.ts';
import { note } from './note.ts';

describe('a claim that is closed', () => {
  it.each([
    ['settled', handled(notified(), approving('3500.00'), paying('3000.00'))],
    ['settled', handled(notified(), approving('100.00'))],
    ['denied', handled(notified(), denying())],
  ])('was %s', (outcome, claim) => {
    const closed = handled(claim, closing({}));

    expect(closed.status).toBe('closed');
    expect(closed.closure).toEqual({ outcome, at: act().at, by: 'handler' });
  });

  it('was withdrawn where nobody decided it, with the words that say why', () => {
    const closed = handled(notified(), closing({ noteId: 'nte_1' }));

    expect(closed.closure).toMatchObject({ outcome: 'withdrawn', noteId: 'nte_1' });
    expect(closed.notes).toHaveLength(1);
    expect(refusalOf(closing({})(notified()))).toBe('reason-required');
  });

  it('with something payable that was not paid says why', () => {
    const approved = handled(notified(), approving('3500.00'));
    const partly = handled(approved, paying('2999.99'));

    expect(refusalOf(closing({})(approved))).toBe('reason-required');
    expect(refusalOf(closing({})(partly))).toBe('reason-required');
    expect(handled(approved, closing()).closure?.outcome).toBe('withdrawn');
    expect(handled(partly, closing()).closure?.outcome).toBe('settled');
  });

  it('has nothing set aside', () => {
    const claim = handled(notified(), reserving('0.01'), denying());

    expect(refusalOf(closing()(claim))).toBe('open-reserve');
    expect(handled(claim, reserving('0.00'), closing()).status).toBe('closed');
  });

  it('is not closed twice', () => {
    expect(refusalOf(closing()(handled(notified(), denying(), closing())))).toBe('claim-state');
  });

  it('is reopened as it was decided and paid, and closed again', () => {
    const claim = handled(notified(), approving('3500.00'), paying('1000.00'), closing());

    const reopened = handled(claim, reopening({ noteId: 'nte_1' }));

    expect(reopened).toMatchObject({
      status: 'reopened',
      decisions: claim.decisions,
      payments: claim.payments,
    });
    expect(reopened.closure).toBeUndefined();
    expect([claim, reopened].map(({ openings }) => openings)).toEqual([1, 2]);
    expect(handled(reopened, paying('2000.00'), closing()).closure?.outcome).toBe('settled');
  });

  it('alone is reopened', () => {
    expect(refusalOf(reopening()(notified()))).toBe('claim-state');
  });
});

describe('an assignment', () => {
  it('moves a claim to a queue that there is, while it is open', () => {
    const moved = (claim: Claim, queue: string) => assign(claim, queue, ['review', 'investigation'], act());

    const claim = handled(notified(), (before) => moved(before, 'investigation'));

    expect(claim).toMatchObject({ queue: 'investigation', status: 'under-review' });
    expect(refusalOf(moved(claim, 'nowhere'))).toBe('unknown-queue');
    expect(refusalOf(moved(handled(claim, denying(), closing()), 'review'))).toBe('claim-state');
  });
});

describe('the entries of a claim', () => {
  const noted = (claim: Claim) => note(claim, act({ noteId: `nte_${claim.version}` }));
  const full = (claim: Claim): Claim =>
    refusalOf(noted(claim)) === 'none' ? full(handled(claim, noted)) : claim;

  it('are limited, but for what ends it', () => {
    const claim = full(handled(notified(), approving('3500.00'), reserving('1.00')));

    expect(claim.notes.length).toBeGreaterThan(480);
    const acts = [noted, approving('3500.00'), paying('1.00'), reserving('2.00')];
    expect(acts.map((doing) => refusalOf(doing(claim)))).toEqual(acts.map(() => 'too-many-entries'));
    const closed = handled(claim, reserving('0.00'), closing({ noteId: 'nte_last' }));
    expect(refusalOf(reopening()(closed))).toBe('too-many-entries');
    expect(closed.notes.length + closed.reserves.length + closed.decisions.length).toBeLessThanOrEqual(500);
  });
});
