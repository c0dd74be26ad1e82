import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { approving, closing, countersigning, paying, reserving } from '../../../test/support/claim-acts.ts';
import { attempts, claims, play } from '../../../test/support/claim-attempts.ts';
import { ClaimBooks } from '../../../test/support/claim-books.ts';
import { eur, handled, notified } from '../../../test/support/handled-claims.ts';
import { accepted } from '../../platform/problem.ts';
import type { Claim } from '../claim.ts';
import { type ClaimEvent, evolve } from '../claim-event.ts';
import type { Outcome } from './act.ts';
import { figuresOf } from './figures.ts';

const ACTS = ['reserved', 'decided', 'payment-approved', 'paid', 'recovered', 'noted', 'closed', 'reopened'];

describe('whatever is tried on a claim', () => {
  it('nothing is paid above limit or decision, twice, or unseen, and nothing closes with an open reserve', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(claims, attempts, (begun, tried) => {
        const events = play(begun, tried).at(-1)?.events ?? [];
        expect(new ClaimBooks(begun, events).breaches).toEqual([]);
        for (const { type } of events) seen.set(type, (seen.get(type) ?? 0) + 1);
      }),
      { numRuns: 1_500 },
    );
    for (const act of ACTS) expect(seen.get(`claim.${act}`), act).toBeGreaterThan(200);
  });

  it('the figures add up after every act, and none is ever below zero', () => {
    fc.assert(
      fc.property(claims, attempts, (begun, tried) => {
        for (const { claim, events } of play(begun, tried)) {
          const { payable, ...figures } = figuresOf(claim);
          expect(figures).toEqual(new ClaimBooks(begun, events).figures);
          for (const { amount } of Object.values(figures)) expect(amount.startsWith('-')).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('the claim is what its events make of it, in one go as one by one', () => {
    fc.assert(
      fc.property(claims, attempts, (begun, tried) => {
        const last = play(begun, tried).at(-1);
        if (!last) return;
        const { version, changedAt } = last.claim;
        expect(evolve(begun, last.events, { version, occurredAt: changedAt })).toEqual(last.claim);
      }),
    );
  });

  it('a claim that is paid has nothing left to pay, and one that is closed nothing set aside', () => {
    fc.assert(
      fc.property(claims, attempts, (begun, tried) => {
        for (const { claim } of play(begun, tried)) {
          const { paid, payable, openReserve } = figuresOf(claim);
          if (claim.status === 'paid') expect(paid).toEqual(payable);
          if (claim.status === 'closed') expect(openReserve).toEqual(eur('0.00'));
          expect(claim.closure !== undefined).toBe(claim.status === 'closed');
        }
      }),
    );
  });
});

describe('the books show where', () => {
  /** What an act makes of a claim after others. */
  const made = (...doings: ((claim: Claim) => Outcome)[]): readonly ClaimEvent[] => {
    const last = doings.at(-1) as (claim: Claim) => Outcome;
    return accepted(last(handled(notified(), ...doings.slice(0, -1))));
  };
  const approved = made(approving('3500.00'));
  const paid = made(approving('3500.00'), paying('3000.00'));
  const closed = made(approving('3500.00'), closing({ noteId: 'nte_1' }));
  const large = made(approving('9000.00', { by: 'approver' }));
  const signed = made(approving('9000.00'), countersigning());
  const limited = made(approving('90000.00', { by: 'another' }), countersigning(), paying('10000.00'));

  it.each<[string, (readonly ClaimEvent[])[]]>([
    ['paid twice', [approved, paid, paid]],
    ['paid above what was decided', [approved, paid, limited]],
    ['paid above the limit', [approved, paid, limited]],
    ['paid without approval', [made(approving('9000.00')), paid]],
    ['closed with an open reserve', [made(reserving('5.00')), closed]],
    ['worked on while closed', [approved, closed, paid]],
    ['decided below what was paid', [approved, paid, made(approving('600.00'))]],
    ['one pair of eyes only', [large, signed]],
  ])('something was %s', (breach, events) => {
    expect(new ClaimBooks(notified(), events.flat()).breaches).toContain(breach);
  });

  it('all is sound', () => {
    const sound = [made(reserving('5.00')), approved, paid, closed].flat();
    expect(new ClaimBooks(notified(), sound).breaches).toEqual([]);
  });
});
