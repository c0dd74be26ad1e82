import { describe, expect, it } from 'vitest';
import {
  claimsHistory,
  eur,
  insuredPolicy,
  statedClaim,
  statedClaims,
} from '../../../test/support/histories.ts';
import { allLines, linesIn, measure, misplaced } from '../../../test/support/layouts.ts';
import { statementOf } from '../claims-history/statement.ts';
import { onManyPages } from './many-pages.ts';
import type { Drawn } from './marks.ts';
import { pageOf } from './paging.ts';

type Statement = Parameters<typeof statementOf>[0];

const drawn = (history: Statement) => onManyPages(statementOf(history), measure);

/** What is printed on each page, from above to below. */
function pagesOf(one: Drawn): string[][] {
  const lines = allLines(one).toSorted((a, b) => a.y - b.y || a.x - b.x);
  const pages = Map.groupBy(lines, ({ y }) => pageOf(y));
  return [...pages.values()].map((page) => page.map(({ text }) => text));
}

const LONGEST: Statement = claimsHistory(
  [
    insuredPolicy({
      productName: 'Kraftfahrzeughaftpflichtversicherung '.repeat(3).slice(0, 100),
      periods: Array.from({ length: 90 }, (_, year) => ({
        from: `${1901 + year}-03-01`,
        to: `${1901 + year}-09-30`,
      })),
      claims: Array.from({ length: 70 }, () =>
        statedClaim({ paid: eur('999999999999.99'), recovered: eur('999999999999.99'), fault: 'undecided' }),
      ),
    }),
  ],
  {
    givenName: 'Maria '.repeat(16).trim(),
    familyName: 'Q'.repeat(100),
    address: {
      line1: 'W'.repeat(100),
      line2: 'X'.repeat(100),
      city: 'Y'.repeat(100),
      postcode: '1234567890',
    },
  },
);

describe('what takes several pages', () => {
  it.each<[string, Statement, number]>([
    ['a customer without a claim', claimsHistory([insuredPolicy()]), 1],
    ['one claim', claimsHistory([insuredPolicy({ claims: statedClaims(1) })]), 1],
    ['forty claims', claimsHistory([insuredPolicy({ claims: statedClaims(40) })]), 2],
    ['twenty policies', claimsHistory(Array.from({ length: 20 }, () => insuredPolicy())), 5],
    ['a Greek name', claimsHistory([insuredPolicy()], { givenName: 'Αθηνά', familyName: 'Παπαδοπούλου' }), 1],
    ['the longest values', LONGEST, 5],
  ])('is set without anything cut off: %s', (_what, history, pages) => {
    const one = drawn(history);
    expect(misplaced(one)).toEqual([]);
    expect(pagesOf(one)).toHaveLength(pages);
  });

  it('begins each page with who states it, and ends it with whose it is', () => {
    const pages = pagesOf(drawn(claimsHistory([insuredPolicy({ claims: statedClaims(100) })])));
    for (const [index, lines] of pages.entries()) {
      expect(lines.slice(0, 2)).toEqual(['Example Insurance', 'Claims-history statement']);
      expect(lines.at(-1)).toBe(
        `Anna Peeters · Made on 25 November 2028 · Page ${index + 1} of ${pages.length}`,
      );
    }
  });

  it('says on each page what the columns of a table are, and reads that aloud once', () => {
    const one = drawn(claimsHistory([insuredPolicy({ claims: statedClaims(100) })]));
    const pages = pagesOf(one);
    expect(pages.every((lines) => lines.includes('Day of loss'))).toBe(true);
    const read = linesIn(one.elements).map(({ text }) => text);
    expect(read.filter((text) => text === 'Day of loss')).toHaveLength(1);
    expect(read.filter((text) => text.startsWith('C27-'))).toHaveLength(100);
  });

  it('leaves no heading alone at the end of a page', () => {
    const second = insuredPolicy({ productName: 'Own damage', claims: [statedClaim({ cause: 'glass' })] });
    const places = Array.from({ length: 30 }, (_, before) => {
      const first = insuredPolicy({ claims: statedClaims(before) });
      const pages = pagesOf(drawn(claimsHistory([first, second])));
      const pageWith = (text: string) => pages.findIndex((lines) => lines.includes(text));
      return [pageWith('Own damage'), pageWith('Glass')];
    });
    expect(places.filter(([heading, row]) => heading !== row)).toEqual([]);
    expect(new Set(places.flat())).toEqual(new Set([0, 1]));
  });
});
