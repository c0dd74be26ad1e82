import { describe, expect, it } from 'vitest';
import { approving, closing, paying, recovering, reserving } from '../../../test/support/claim-acts.ts';
import { act, eur, handled, notified, refusalOf } from '../../../test/support/handled-claims.ts';
import type { Claim } from '../claim.ts';
import { figuresOf } from './figures.ts';
import { reserve } from './reserve.ts';

const openReserve = (claim: Claim) => figuresOf(claim).openReserve.amount;

describe('a reserve', () => {
  it('takes a received claim under review', () => {
    const claim = handled(notified(), reserving('3000.00'));

    expect(claim.status).toBe('under-review');
    expect(openReserve(claim)).toBe('3000.00');
  });

  it('says what is open from then on, whatever was before', () => {
    const claim = handled(notified(), reserving('3000.00'), reserving('1200.00'));

    expect(openReserve(claim)).toBe('1200.00');
    expect(claim.reserves.map(({ amount }) => amount.amount)).toEqual(['3000.00', '1200.00']);
  });

  it('is used up by payments, down to nothing', () => {
    const before = handled(notified(), reserving('1000.00'), approving('3500.00'));
    const some = handled(before, paying('400.00'));
    const all = handled(some, paying('2000.00'));

    expect([before, some, all].map(openReserve)).toEqual(['1000.00', '600.00', '0.00']);
  });

  it('that is set after payments is not used up by those', () => {
    const claim = handled(notified(), approving('3500.00'), paying('2000.00'), reserving('700.00'));

    expect(openReserve(claim)).toBe('700.00');
    expect(openReserve(handled(claim, paying('100.00')))).toBe('600.00');
  });

  it('is kept with the note that explains it', () => {
    const claim = notified();

    const after = handled(claim, (before) =>
      reserve(before, { amount: eur('5.00') }, act({ noteId: 'nte_1' })),
    );

    expect(after.notes).toEqual([{ noteId: 'nte_1', at: act().at, by: 'handler' }]);
    expect(after.reserves[0]?.noteId).toBe('nte_1');
  });

  it('is refused in another currency, for another coverage, and on a closed claim', () => {
    const claim = notified();
    const closed = handled(claim, approving('800.00'), closing());
    const dollars = { amount: '1.00', currency: 'USD' };

    expect(refusalOf(reserve(claim, { amount: dollars }, act()))).toBe('currency-mismatch');
    expect(refusalOf(reserve(claim, { amount: eur('1.00'), coverage: 'TPL' }, act()))).toBe(
      'unknown-coverage',
    );
    expect(refusalOf(reserve(closed, { amount: eur('1.00') }, act()))).toBe('claim-state');
  });
});

describe('what a claim has cost', () => {
  it('is paid and open reserve, less what was recovered', () => {
    const claim = handled(
      notified(),
      reserving('1000.00'),
      approving('3500.00'),
      paying('400.00'),
      recovering('150.00'),
    );

    expect(figuresOf(claim)).toEqual({
      paid: eur('400.00'),
      openReserve: eur('600.00'),
      recovered: eur('150.00'),
      netIncurred: eur('850.00'),
      payable: eur('3000.00'),
    });
  });

  it('is nothing at first', () => {
    const nothing = eur('0.00');
    expect(figuresOf(notified())).toEqual({
      ...{ paid: nothing, openReserve: nothing, recovered: nothing, netIncurred: nothing },
    });
  });
});
