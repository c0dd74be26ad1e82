import { describe, expect, it } from 'vitest';
import {
  approving,
  closing,
  denying,
  paying,
  recovering,
  reopening,
} from '../../../test/support/claim-acts.ts';
import {
  act,
  eur,
  handled,
  liabilityCover,
  notified,
  payee,
  refusalOf,
} from '../../../test/support/handled-claims.ts';
import { figuresOf, isAtFault } from './figures.ts';
import { pay } from './payment.ts';

const approved = () => handled(notified(), approving('3500.00'));

describe('a payment', () => {
  it('goes to somebody who is a party from then on', () => {
    const claim = handled(approved(), paying('1000.00'));

    expect(claim.payments).toEqual([
      {
        ...{ paymentId: 'pay_2', coverage: 'OD', amount: eur('1000.00'), payee: 'pty_1' },
        ...{ paidAt: act().at, by: 'handler' },
      },
    ]);
    expect(claim.parties).toEqual([payee()]);
    expect(claim.status).toBe('approved');
  });

  it('of all that was left makes a claim paid', () => {
    expect(handled(approved(), paying('1000.00'), paying('2000.00')).status).toBe('paid');
  });

  it('of a cent more than is left is refused', () => {
    const claim = handled(approved(), paying('1000.00'));

    expect(refusalOf(paying('2000.01')(claim))).toBe('exceeds-payable');
    expect(refusalOf(paying('0.01')(handled(claim, paying('2000.00'))))).toBe('exceeds-payable');
  });

  it('is not made again because money came back', () => {
    const claim = handled(approved(), paying('3000.00'), recovering('3000.00'));
    expect(refusalOf(paying('0.01')(claim))).toBe('exceeds-payable');
  });

  it('is not made again because the claim was reopened', () => {
    const claim = handled(approved(), paying('3000.00'), closing(), reopening());
    expect(refusalOf(paying('0.01')(claim))).toBe('exceeds-payable');
  });

  it('needs an approval that stands, and an open claim', () => {
    expect(refusalOf(paying('1.00')(notified()))).toBe('claim-state');
    expect(refusalOf(paying('1.00')(handled(notified(), denying())))).toBe('claim-state');
    expect(refusalOf(paying('1.00')(handled(approved(), denying())))).toBe('claim-state');
    expect(refusalOf(paying('1.00')(handled(approved(), closing())))).toBe('claim-state');
  });

  it('is made in the currency of the cover, for its coverage', () => {
    const request = { paymentId: 'pay_1', amount: eur('1.00'), party: payee() };
    const dollars = { amount: '1.00', currency: 'USD' };

    expect(refusalOf(pay(approved(), { ...request, amount: dollars }, act()))).toBe('currency-mismatch');
    expect(refusalOf(pay(approved(), { ...request, coverage: 'TPL' }, act()))).toBe('unknown-coverage');
  });
});

describe('a recovery', () => {
  const paid = () => handled(approved(), paying('1000.00'));

  it('leaves no more to recover than was paid', () => {
    const claim = handled(paid(), recovering('400.00'));

    expect(refusalOf(recovering('600.01')(claim))).toBe('exceeds-paid');
    expect(figuresOf(handled(claim, recovering('600.00'))).netIncurred).toEqual(eur('0.00'));
    expect(refusalOf(recovering('0.01')(approved()))).toBe('exceeds-paid');
  });

  it('comes after a claim was closed too', () => {
    const claim = handled(paid(), closing(), recovering('400.00'));

    expect(claim.status).toBe('closed');
    expect(figuresOf(claim).recovered).toEqual(eur('400.00'));
  });
});

describe('a claim is at fault', () => {
  const liable = (share: number) => handled(notified(liabilityCover()), approving('3000.00', { share }));

  it('once a third party was paid, until all of it came back', () => {
    const paid = handled(liable(50), paying('1000.00'));
    const some = handled(paid, recovering('999.99'));

    expect([liable(50), paid, some, handled(some, recovering('0.01'))].map(isAtFault)).toEqual([
      ...[false, true, true, false],
    ]);
  });

  it('never where the policyholder answers for nothing, or only their own damage was paid', () => {
    expect(isAtFault(liable(0))).toBe(false);
    expect(isAtFault(handled(approved(), paying('1000.00')))).toBe(false);
  });
});
