import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Style } from './marks.ts';
import { wrap } from './wrapping.ts';

/** A typeface in which every character is as wide as it is high. */
const measure = (text: string) => text.length;
const style: Style = { weight: 'regular', size: 10, leading: 12, colour: [0, 0, 0] };
const wrapped = (text: string, characters: number) => wrap(text, style, characters * 10, measure);

describe('a text', () => {
  it('that fits stays on one line', () => {
    expect(wrapped('Anna Peeters', 12)).toEqual(['Anna Peeters']);
  });

  it('that does not is broken at blanks', () => {
    expect(wrapped('Anna Maria Peeters', 11)).toEqual(['Anna Maria', 'Peeters']);
  });

  it('is broken within a word that is wider than a line', () => {
    expect(wrapped('an incomprehensible word', 10)).toEqual(['an', 'incomprehe', 'nsible', 'word']);
  });

  it('is not broken at a no-break space', () => {
    expect(wrapped('on 1\u00a0May', 5)).toEqual(['on', '1\u00a0May']);
  });

  it('without anything in it is an empty line', () => {
    expect(wrapped('', 10)).toEqual(['']);
    expect(wrapped('   ', 10)).toEqual(['']);
  });

  it('fits, and nothing of it is lost', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'b', ' ') }),
        fc.integer({ min: 1, max: 9 }),
        (text, width) => {
          const lines = wrapped(text, width);
          expect(Math.max(...lines.map(measure))).toBeLessThanOrEqual(width);
          expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
        },
      ),
    );
  });
});
