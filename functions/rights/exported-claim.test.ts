import { describe, expect, it } from 'vitest';
import { approving, paying } from '../../test/support/claim-acts.ts';
import { act, handled, liabilityCover, notified } from '../../test/support/handled-claims.ts';
import { note } from '../claims/handling/note.ts';
import { exportClaim } from './exported-claim.ts';

const loss = { description: 'I hit a parked car.', place: 'Gent', insuredPlates: ['1-ABC-123'] };
const claim = handled(
  notified(liabilityCover()),
  (before) => note(before, act({ noteId: 'nte_1' })),
  approving('800.00'),
  paying('800.00'),
);
const others = [
  { partyId: 'pty_9', role: 'witness', recordId: 'rec_9', injured: false },
  ...claim.parties,
] as const;

describe('an exported claim', () => {
  const { claim: shown, records } = exportClaim({ ...claim, parties: others }, new Map([['rec_loss', loss]]));

  it('says what its customer said, and what became of it', () => {
    expect(shown).toMatchObject({
      description: loss.description,
      place: loss.place,
      vehicles: [{ plate: '1-ABC-123', insured: true }],
      paid: { amount: '800.00' },
      status: 'paid',
    });
    expect(records).toEqual({ loss: 'rec_loss', notes: ['nte_1'] });
  });

  it('names nobody else', () => {
    expect(shown.persons).toEqual([{ partyId: 'pty_9', role: 'witness' }]);
    expect(shown.payments.map(({ payee }) => payee)).toEqual([{ partyId: 'pty_1' }]);
  });

  it('names the customer, where it was they who were paid', () => {
    const paid = { name: 'Anna Peeters', iban: 'BE68539007547034' };
    const parties = claim.parties.map((party) => ({ ...party, isPolicyholder: true as const }));
    const { payments } = exportClaim({ ...claim, parties }, new Map([['rec_1', paid]])).claim;
    expect(payments.map(({ payee }) => payee)).toEqual([{ partyId: 'pty_1', ...paid }]);
  });

  it('is empty of words once the customer was erased', () => {
    const { claim: erased } = exportClaim(claim, new Map());
    expect([erased.description, erased.place, erased.vehicles]).toEqual([undefined, undefined, []]);
    expect(erased.paid).toEqual(shown.paid);
  });
});
