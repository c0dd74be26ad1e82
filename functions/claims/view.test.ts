import { describe, expect, it } from 'vitest';
import { approving, paying, reserving } from '../../test/support/claim-acts.ts';
import { eur, handled, notified } from '../../test/support/handled-claims.ts';
import type { Claim } from './claim.ts';
import { othersIn } from './others.ts';
import type { Personal } from './personal.ts';
import { type Audience, rowOf, viewClaim, viewNotified } from './view.ts';

const personal: Personal = {
  loss: {
    description: 'On the ring of Gent.',
    place: 'Gent',
    insuredPlates: ['1-ABC-234'],
    policyholder: [{ name: 'Anna Peeters', injury: 'A bruise.' }],
  },
  notes: new Map([['nte_1', 'Called her.']]),
  parties: new Map([
    ['pty_9', { name: 'Carl Maes', injury: 'An arm.' }],
    ['pty_8', { plate: '1-XYZ-987' }],
    ['pty_1', { name: 'Ben Claes', iban: 'BE71096123456769' }],
  ]),
  paidPolicyholder: new Map(),
  restricted: false,
};

/** A claim with others in it, that was reserved, approved and paid in part. */
function claim(): Claim {
  const born: Claim = {
    ...notified(),
    parties: [
      { partyId: 'pty_9', role: 'injured', recordId: 'rec_9', injured: true },
      { partyId: 'pty_8', role: 'vehicle-owner', recordId: 'rec_8', injured: false },
    ],
    notes: [{ noteId: 'nte_1', at: '2026-11-21T10:00:00.000Z', by: 'handler' }],
    triage: {
      ...notified().triage,
      reasons: [
        { code: 'litigation', detail: 'A court has to do with it.', kind: 'gate' },
        { code: 'injury', detail: 'Somebody was injured.', kind: 'gate', confidential: true },
        { code: 'same-day-loss', detail: 'Another loss of the same day.', kind: 'indicator' },
      ],
    },
  };
  return handled(born, reserving('3000.00'), approving('3500.00'), paying('1000.00'));
}

const shown = (audience: Audience, of = personal) => viewClaim(claim(), of, audience);

describe('a claim is shown', () => {
  it('with its figures', () => {
    expect(shown('staff')).toMatchObject({
      ...{ status: 'approved', coverage: 'OD', payable: eur('3000.00') },
      ...{ paid: eur('1000.00'), openReserve: eur('2000.00'), recovered: eur('0.00') },
      netIncurred: eur('3000.00'),
      decision: { decision: 'approve', decidedBy: 'handler' },
      decisions: [{ payable: eur('3000.00') }],
      reserves: [{ amount: eur('3000.00'), setBy: 'handler' }],
      payments: [{ amount: eur('1000.00'), paidBy: 'handler' }],
    });
  });

  it('with who and what was named, by whose it is', () => {
    const { vehicles, persons, payments, description, place } = shown('staff');
    expect([description, place]).toEqual(['On the ring of Gent.', 'Gent']);
    expect(vehicles).toEqual([
      { plate: '1-ABC-234', insured: true },
      { partyId: 'pty_8', plate: '1-XYZ-987', insured: false },
    ]);
    expect(persons).toEqual([
      { role: 'policyholder', name: 'Anna Peeters', injury: 'A bruise.' },
      { partyId: 'pty_9', role: 'injured', name: 'Carl Maes', injury: 'An arm.' },
    ]);
    expect(payments.map(({ payee }) => payee.iban)).toEqual(['BE71096123456769']);
  });

  it.each<[Audience, string[]]>([
    ['staff', ['queue', 'notes', 'reserves', 'openReserve', 'netIncurred']],
    ['producer', ['reserves', 'openReserve', 'netIncurred']],
    ['customer', []],
    [undefined, []],
  ])('to %s with what is for them', (audience, names) => {
    const view: object = shown(audience);
    const inside = ['queue', 'notes', 'reserves', 'openReserve', 'netIncurred'];
    expect(inside.filter((name) => name in view)).toEqual(names);
  });

  it('to staff with all reasons and the text of notes, to others with what may be told', () => {
    const codesFor = (audience: Audience) => shown(audience).reasons.map(({ code }) => code);
    expect(codesFor('staff')).toEqual(['litigation', 'injury', 'same-day-loss']);
    for (const audience of ['producer', 'customer', undefined] as const) {
      expect(codesFor(audience)).toEqual(['litigation', 'further-review']);
    }
    expect(shown('staff').notes).toMatchObject([{ noteId: 'nte_1', text: 'Called her.', by: 'handler' }]);
  });
});

describe('what was erased', () => {
  it('of the policyholder leaves the others', () => {
    const view = shown('staff', { ...personal, loss: {}, notes: new Map() });
    expect(view).not.toHaveProperty('description');
    expect(view.vehicles).toEqual([{ partyId: 'pty_8', plate: '1-XYZ-987', insured: false }]);
    expect(view.persons).toEqual([
      { partyId: 'pty_9', role: 'injured', name: 'Carl Maes', injury: 'An arm.' },
    ]);
    expect(view.notes?.[0]).not.toHaveProperty('text');
  });

  it('of another is said to be', () => {
    const before = claim();
    const parties = before.parties.map((party) => ({ ...party, erased: true }));
    const view = viewClaim({ ...before, parties }, { ...personal, parties: new Map() }, 'staff');
    expect(view.persons[1]).toEqual({ partyId: 'pty_9', role: 'injured', erased: true });
    expect(view.vehicles[1]).toEqual({ partyId: 'pty_8', insured: false, erased: true });
    expect(view.payments[0]?.payee).toEqual({ partyId: 'pty_1', erased: true });
  });
});

describe('others than the policyholder', () => {
  it('are named by their ids and roles where nothing was read of them', () => {
    const view = shown('customer', { ...personal, parties: new Map() });
    expect(view.persons).toEqual([
      { role: 'policyholder', name: 'Anna Peeters', injury: 'A bruise.' },
      { partyId: 'pty_9', role: 'injured' },
    ]);
    expect(view.vehicles).toEqual([
      { plate: '1-ABC-234', insured: true },
      { partyId: 'pty_8', insured: false },
    ]);
    expect(view.payments[0]?.payee).toEqual({ partyId: 'pty_1' });
  });

  it('do not count the policyholder who was paid', () => {
    const own = { name: 'Anna Peeters', iban: 'BE68539007547034' };
    const paid = { ...personal, parties: new Map(), paidPolicyholder: new Map([['pty_1', own]]) };
    expect(shown('customer', paid).payments[0]?.payee).toEqual({ partyId: 'pty_1', ...own });
    expect(othersIn(paid, ['identity', 'financial'])).toEqual([]);
  });

  it('are each shown with their own classes, and with none that is not lifted', () => {
    expect(othersIn(personal, ['identity', 'vehicle', 'financial'])).toEqual([
      { subjectId: 'pty_9', classes: ['identity'] },
      { subjectId: 'pty_8', classes: ['vehicle'] },
      { subjectId: 'pty_1', classes: ['identity', 'financial'] },
    ]);
  });
});

describe('a row', () => {
  const now = '2026-11-23T08:59:59.000Z';

  it('says how many full days a claim has waited', () => {
    expect(rowOf(claim(), 'staff', now).ageDays).toBe(2);
    expect(rowOf(claim(), 'staff', '2026-11-23T09:00:00.000Z').ageDays).toBe(3);
    expect(rowOf(claim(), 'staff', '2026-11-19T09:00:00.000Z').ageDays).toBe(0);
  });

  it('tells staff alone where it waits and why', () => {
    expect(rowOf(claim(), 'staff', now)).toMatchObject({
      queue: 'review',
      reasons: [{ code: 'litigation' }, { code: 'injury' }, { code: 'same-day-loss' }],
    });
    for (const audience of ['producer', 'customer', undefined] as const) {
      const row: object = rowOf(claim(), audience, now);
      expect('queue' in row || 'reasons' in row).toBe(false);
    }
  });
});

it('who notifies a loss is told where it goes', () => {
  expect(viewNotified(notified(), 'producer')).toEqual({
    ...{ claimId: 'clm_1', protocolNumber: 'C26-1', version: 1, status: 'received', route: 'review' },
    reasons: [{ code: 'amount-unknown', detail: 'Nobody has said what the loss amounts to.' }],
  });
});
