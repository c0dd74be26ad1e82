import { describe, expect, it } from 'vitest';
import {
  approving,
  closing,
  denying,
  paying,
  recovering,
  reopening,
} from '../../../test/support/claim-acts.ts';
import { eur, handled, liabilityCover, notified } from '../../../test/support/handled-claims.ts';
import { statedClaim } from './stated-claim.ts';

const liability = () => notified(liabilityCover());

describe('a claim as another insurer is told of it', () => {
  it('is its day, cause, money and end, and nothing of anybody else', () => {
    const claim = handled(
      liability(),
      approving('1000.00', { share: 75 }),
      paying('750.00'),
      recovering('50.00'),
      closing(),
    );
    expect(statedClaim(claim)).toEqual({
      claimId: 'clm_1',
      protocolNumber: 'C26-1',
      occurredOn: '2026-11-19',
      cause: 'collision',
      fault: 'at-fault',
      liabilityPercent: 75,
      paid: eur('750.00'),
      recovered: eur('50.00'),
      state: 'closed',
      outcome: 'settled',
    });
  });

  it('is open until it is closed, and again once it is reopened', () => {
    const closed = handled(liability(), denying(), closing());
    expect(statedClaim(liability())).toMatchObject({ state: 'open' });
    expect(statedClaim(closed)).toMatchObject({ state: 'closed', outcome: 'denied' });
    const again = statedClaim(handled(closed, reopening()));
    expect(again).toMatchObject({ state: 'open' });
    expect(again).not.toHaveProperty('outcome');
  });
});

describe('whether a claim is at fault', () => {
  const faultOf = (claim: Parameters<typeof statedClaim>[0]) => statedClaim(claim).fault;

  it('is undecided while nobody has decided on a liability', () => {
    expect(faultOf(liability())).toBe('undecided');
    expect(statedClaim(liability())).not.toHaveProperty('liabilityPercent');
  });

  it('is as the decision has it, whatever was paid and came back', () => {
    const decided = handled(liability(), approving('1000.00', { share: 75 }));
    expect(faultOf(decided)).toBe('at-fault');
    expect(faultOf(handled(decided, paying('750.00'), recovering('750.00'), closing()))).toBe('at-fault');
    expect(faultOf(handled(liability(), approving('1000.00', { share: 0 })))).toBe('not-at-fault');
  });

  it('is not assessed where a liability was denied, or withdrawn', () => {
    expect(faultOf(handled(liability(), denying(), closing()))).toBe('not-assessed');
    expect(faultOf(handled(liability(), closing({ noteId: 'nte_1' })))).toBe('not-assessed');
    const unpaid = handled(liability(), approving('1000.00'), closing({ noteId: 'nte_1' }));
    expect(faultOf(unpaid)).toBe('not-assessed');
  });

  it('is not assessed where own damage is paid', () => {
    const paid = handled(notified(), approving('1000.00'), paying('500.00'));
    expect(faultOf(paid)).toBe('not-assessed');
    expect(statedClaim(paid)).not.toHaveProperty('liabilityPercent');
  });
});
