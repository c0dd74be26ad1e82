import { describe, expect, it } from 'vitest';
import { coverAt, productWith } from '../../test/support/stacks.ts';
import { isRefusal } from '../platform/problem.ts';
import { newestBook } from '../quotes/catalogue.ts';
import { restatementOf } from './restatement.ts';
import { annualTerm } from './stack/term.ts';
import type { Counted, Pending } from './stack/transaction.ts';

const product = productWith();

/** A renewal so many years after the policy began in 2027, which counts these claims. */
function renewal(years: number, counted: Counted = {}): Extract<Pending, { kind: 'renewal' }> {
  const term = annualTerm('2027-01-01', years, 'days');
  const book = newestBook('motor', term.start);
  if (!book) throw new Error('no book');
  const cover = { ...coverAt('1000'), rateBook: book.name, rateBookDigest: book.digest };
  const effect = { kind: 'renewal', effectiveDate: term.start, term, cover } as const;
  return { ...effect, ...counted, transactionId: `txn_${years}` };
}

/** What a change to a driver who brings a level says of renewals that came before it. */
function restated(bonusMalusLevel: number, ...renewals: ReturnType<typeof renewal>[]) {
  const driver = { dateOfBirth: '1990-01-15' };
  const said = { sections: { driver }, records: { driver: 'rec_1' }, bonusMalusLevel };
  const [last = renewal(1)] = renewals.slice(-1);
  const patch = restatementOf(said, product)(last, renewals.slice(0, -1));
  if (isRefusal(patch)) throw new Error(patch.refusal);
  return patch.driver;
}

const claimsAtFault = ['clm_1'];

describe('a driver who comes after renewals', () => {
  it('has a level in each term that falls by the years', () => {
    expect(restated(5, renewal(1))?.bonusMalusLevel).toBe(4);
    expect(restated(5, renewal(1), renewal(2))?.bonusMalusLevel).toBe(3);
  });

  it('and is moved by the claims that the renewals have counted', () => {
    expect(restated(5, renewal(1, { claimsAtFault }))?.bonusMalusLevel).toBe(9);
    expect(restated(5, renewal(1, { claimsAtFault }), renewal(2))?.bonusMalusLevel).toBe(8);
    expect(restated(0, renewal(1, { claimsAtFault }))?.bonusMalusLevel).toBe(4);
  });

  it('is rated as old as they are when each term begins, at that level', () => {
    const driver = restated(5, renewal(1, { claimsAtFault }), renewal(2));
    expect(driver?.facts).toEqual({ driverAge: 38, bonusMalusLevel: 8 });
  });
});
