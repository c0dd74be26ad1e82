import { describe, expect, it } from 'vitest';
import { productWith } from '../../test/support/stacks.ts';
import { levelAfterYear, levelAfterYears } from './bonus-malus.ts';

const motor = productWith();
const claimsAtFault = ['clm_1', 'clm_2', 'clm_3'];

describe('the bonus-malus level', () => {
  it.each([
    ['falls by one in a year without a claim', 5, 0, 4],
    ['rises by five for a claim, less that one', 5, 1, 9],
    ['rises for each', 5, 2, 14],
    ['stays at the bottom', 0, 0, 0],
    ['stays at the top', 22, 3, 22],
  ])('%s', (_what, level, claims, next) => {
    expect(levelAfterYear(level, { claimsAtFault: claimsAtFault.slice(0, claims) }, motor)).toBe(next);
  });

  it('falls back by what a claim moved that is at fault no more', () => {
    expect(levelAfterYear(9, { claimsCleared: ['clm_1'] }, motor)).toBe(3);
    expect(levelAfterYear(9, { claimsCleared: ['clm_1'], claimsAtFault: ['clm_2'] }, motor)).toBe(8);
  });

  it('after several years is moved by each in turn', () => {
    expect(levelAfterYears(0, [{ claimsAtFault: ['clm_1'] }, {}, {}], motor)).toBe(2);
    // The bottom of the scale is reached between.
    expect(levelAfterYears(1, [{}, {}, { claimsAtFault: ['clm_1'] }], motor)).toBe(4);
  });

  it('does not move where the product has none', () => {
    expect(levelAfterYear(5, { claimsAtFault }, productWith({}, 'own-damage'))).toBe(5);
  });
});
