import { describe, expect, it } from 'vitest';
import { eur } from '../../test/support/handled-claims.ts';
import { lossSaid } from '../../test/support/losses.ts';
import { isInjury, partLoss } from './loss.ts';

/** Ids in the order in which they are asked for. */
function numbered() {
  let made = 0;
  return () => ({ partyId: `pty_${++made}`, recordId: `rec_${made}` });
}

const said = lossSaid({
  place: 'Korenmarkt, Gent',
  authorityReport: 'PV 12.345/26',
  litigation: true,
  vehicles: [{ plate: '1-ABC-234' }, { plate: '1-XYZ-987' }],
  persons: [
    { role: 'policyholder', name: 'Anna Peeters', injury: 'A bruise.' },
    { role: 'driver', name: 'Ben Claes' },
    { role: 'injured', name: 'Carl Maes' },
    { role: 'passenger', name: 'Dirk Wouters', injury: 'An arm.' },
  ],
});

describe('what is said of a loss', () => {
  it('is the customer’s, but for who and what is somebody else’s', () => {
    expect(partLoss(said, ['1-ABC-234'], numbered()).loss).toEqual({
      description: 'A stone hit the windscreen.',
      place: 'Korenmarkt, Gent',
      authorityReport: 'PV 12.345/26',
      estimatedAmount: eur('800.00'),
      insuredPlates: ['1-ABC-234'],
      policyholder: [{ name: 'Anna Peeters', injury: 'A bruise.' }],
    });
  });

  it('makes a party of each other person and of whoever owns another vehicle', () => {
    const party = (number: number) => ({ partyId: `pty_${number}`, recordId: `rec_${number}` });
    expect(partLoss(said, ['1-ABC-234'], numbered()).others).toEqual([
      { party: { ...party(1), role: 'driver', injured: false }, content: { name: 'Ben Claes' } },
      { party: { ...party(2), role: 'injured', injured: true }, content: { name: 'Carl Maes' } },
      {
        party: { ...party(3), role: 'passenger', injured: true },
        content: { name: 'Dirk Wouters', injury: 'An arm.' },
      },
      { party: { ...party(4), role: 'vehicle-owner', injured: false }, content: { plate: '1-XYZ-987' } },
    ]);
  });

  it('needs neither vehicles nor persons', () => {
    expect(partLoss(lossSaid(), [], numbered())).toMatchObject({
      loss: { insuredPlates: [], policyholder: [] },
      others: [],
    });
  });
});

it.each([
  [true, lossSaid({ cause: 'injury' })],
  [true, lossSaid({ persons: [{ role: 'injured', name: 'Ben' }] })],
  [true, lossSaid({ persons: [{ role: 'policyholder', name: 'Anna', injury: 'A toe.' }] })],
  [false, lossSaid({ persons: [{ role: 'witness', name: 'Ben' }] })],
  [false, lossSaid()],
])('whether there is an injury is %s', (expected, loss) => {
  expect(isInjury(loss)).toBe(expected);
});
