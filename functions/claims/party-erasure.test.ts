import { expect, it } from 'vitest';
import { approving, closing, paying, reopening } from '../../test/support/claim-acts.ts';
import { handled, notified } from '../../test/support/handled-claims.ts';
import { productWith } from '../../test/support/stacks.ts';
import type { Party } from './claim.ts';
import { refuseErasure } from './party-erasure.ts';

const product = productWith({ retention: { years: 10 } });
const NOW = '2026-11-21T10:00:01.000Z';
const paid = handled(notified(), approving('3500.00'), paying('3000.00'));
/** Closed on 21 November 2026. */
const closed = handled(paid, closing());

const refused = (claim: typeof closed, role: Party['role'], now = NOW) =>
  refuseErasure(claim, { role }, product, now)?.refusal;

it('nobody is erased while the claim is open, or open again', () => {
  for (const claim of [notified(), paid, handled(closed, reopening())]) {
    expect(refused(claim, 'witness')).toBe('claim-open');
    expect(refused(claim, 'payee')).toBe('claim-open');
  }
});

it.each(['driver', 'passenger', 'injured', 'witness', 'other', 'vehicle-owner'] as const)(
  'once it is closed a %s is',
  (role) => {
    expect(refused(closed, role)).toBeUndefined();
  },
);

it('who was paid stays on record for the years of the product', () => {
  expect(refuseErasure(closed, { role: 'payee' }, product, NOW)).toEqual({
    refusal: 'erasure-blocked',
    detail: 'Who was paid is kept on record until 2036-11-21.',
  });
  expect(refused(closed, 'payee', '2036-11-20T22:59:59.999Z')).toBe('erasure-blocked');
  // Midnight of the product's time zone.
  expect(refused(closed, 'payee', '2036-11-20T23:00:00.000Z')).toBeUndefined();
});
