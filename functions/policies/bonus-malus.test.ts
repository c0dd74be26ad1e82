import { describe, expect, it } from 'vitest';
import { productWith } from '../../test/support/stacks.ts';
import { levelAfterYear, levelAfterYears } from './bonus-malus.ts';

const motor = productWith();
const counting = { claimsAtFault: ['clm_1'] };
const clearing = { claimsCleared: ['clm_1'] };

describe('the bonus-malus level', () => {
  it.each([
    ['falls by one in a year without a claim', 5, 0, 4],
    ['rises by five for a claim, less that one', 5, 1, 9],
    ['rises for each', 5, 2, 14],
    ['stays at the bottom', 0, 0, 0],
    ['stays at the top', 22, 3, 22],
  ])('%s', (_what, level, claims, next) => {
    expect(levelAfterYear(level, claims, motor)).toBe(next);
  });

  it('after several years is moved by each in turn', () => {
    expect(levelAfterYears(0, [counting, {}, {}], motor)).toBe(2);
    // The bottom of the scale is reached between.
    expect(levelAfterYears(1, [{}, {}, counting], motor)).toBe(4);
  });

  it.each([
    ['in the middle of the scale', 5, [counting, clearing], 3],
    ['though it had reached the top', 21, [counting, clearing], 19],
    ['though it has reached the bottom since', 0, [counting, {}, {}, {}, {}, clearing], 0],
    ['years after', 5, [counting, {}, clearing, {}], 1],
    ['but for those that count still', 5, [{ claimsAtFault: ['clm_1', 'clm_2'] }, clearing], 8],
    ['and counts it from when it is at fault again', 5, [counting, clearing, counting], 7],
    ['of a year before, which it does not know of', 5, [clearing], 4],
  ])('is as if a claim had never been that is cleared %s', (_when, level, years, after) => {
    expect(levelAfterYears(level, years, motor)).toBe(after);
  });

  it('does not move where the product has none', () => {
    expect(levelAfterYear(5, 1, productWith({}, 'own-damage'))).toBe(5);
  });
});
