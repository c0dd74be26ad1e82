import { PDFName } from '@cantoo/pdf-lib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measure, misplaced } from '../../../test/support/layouts.ts';
import { type Mark, type Node, openDocument, structureOf } from '../../../test/support/pdf.ts';
import type { Paper } from '../paper/paper.ts';
import { renderPaper } from './document.ts';
import { onManyPages } from './many-pages.ts';
import { onOnePage } from './one-page.ts';
import { PAGE } from './paging.ts';

const paper: Paper = {
  insurer: 'Example Insurance',
  kind: 'Policy schedule',
  name: 'Policy schedule P26-7K3M-9Q2X-4T8V',
  title: 'Motor own damage',
  subtitle: 'Policy P26-7K3M-9Q2X-4T8V',
  issuedOn: '25 November 2026',
  issuedAt: '2026-11-25',
  introduction: 'Please keep it.',
  summary: [{ label: 'Status', lines: ['In force'], note: 'for now' }],
  sections: [
    { heading: 'Policyholder', facts: [{ label: 'Name', lines: ['Zoë Müller'] }] },
    {
      heading: 'Premium',
      amounts: [
        { label: 'Net premium', amount: '€247.60' },
        { label: 'Premium tax', amount: '€67.10' },
      ],
      total: { label: 'In all', amount: '€314.70' },
      note: 'Paid once a year.',
    },
    { heading: 'Your rights', paragraphs: [{ label: 'Renewal', lines: ['It renews itself.'] }] },
  ],
};

const rendered = (one: Paper) => renderPaper(one, onOnePage);

/** A policyholder's name in place of the usual one. */
const named = (...lines: string[]): Paper => ({
  ...paper,
  sections: [{ heading: 'Policyholder', facts: [{ label: 'Name', lines }] }, ...paper.sections.slice(1)],
});

describe('the document', () => {
  it('is one page of A4 that says everything, in the order in which it is read', async () => {
    const { document, lines } = await openDocument(await rendered(paper));
    expect(document.getPageCount()).toBe(1);
    expect(document.getPage(0).getSize()).toEqual(PAGE);
    expect(lines).toEqual([
      'Example Insurance',
      'Policy schedule',
      'Motor own damage',
      'Policy P26-7K3M-9Q2X-4T8V',
      'Please keep it.',
      ...['Status', 'In force', 'for now'],
      ...['Policyholder', 'Name', 'Zoë Müller'],
      ...['Premium', 'Net premium', '€247.60', 'Premium tax', '€67.10', 'In all', '€314.70'],
      'Paid once a year.',
      ...['Your rights', 'Renewal', 'It renews itself.'],
      'Example Insurance',
      'Policy P26-7K3M-9Q2X-4T8V · Made on 25 November 2026 · Page 1 of 1',
    ]);
  });

  it('says what it is, in which language, by whom and when', async () => {
    const { document } = await openDocument(await rendered(paper));
    expect(document.getTitle()).toBe('Policy schedule P26-7K3M-9Q2X-4T8V');
    expect(document.getSubject()).toBe('Motor own damage');
    expect(document.getAuthor()).toBe('Example Insurance');
    expect(document.getLanguage()).toBe('en-GB');
    expect(document.getCreationDate()).toEqual(new Date('2026-11-25T00:00:00Z'));
    expect(document.getModificationDate()).toEqual(new Date('2026-11-25T00:00:00Z'));
    expect(document.catalog.getOrCreateViewerPreferences().getDisplayDocTitle()).toBe(true);
  });

  it('is the same to the byte for the same content', async () => {
    const [one, other] = [await rendered(paper), await rendered(structuredClone(paper))];
    expect(Buffer.from(one).equals(other)).toBe(true);
    expect(Buffer.from(one).equals(await rendered(named('Somebody else')))).toBe(false);
  });
});

/** The tags of a tree as an outline, e.g. `L(LI(Lbl LBody(P)))`. */
function outline({ tag, children }: Node): string {
  const nodes = children.flatMap((child) => ('id' in child ? [] : child));
  return nodes.length === 0 ? tag : `${tag}(${nodes.map(outline).join(' ')})`;
}

function marksIn(node: Node): Mark[] {
  return node.children.flatMap((child) => ('id' in child ? [child] : marksIn(child)));
}

function actualTextsIn({ actualText, children }: Node): string[] {
  const below = children.flatMap((child) => ('id' in child ? [] : actualTextsIn(child)));
  return actualText === undefined ? below : [actualText, ...below];
}

describe('read aloud, the document', () => {
  it('has headings, lists of labelled values, and a table', async () => {
    const { document } = await openDocument(await rendered(paper));
    expect(outline(structureOf(document))).toBe(
      [
        'Document(P P H1 P P',
        'L(LI(Lbl LBody(P P)))',
        'Sect(H2 L(LI(Lbl LBody(P))))',
        'Sect(H2 Table(TR(TH TD) TR(TH TD) TR(TH TD)) P)',
        'Sect(H2 L(LI(Lbl LBody(P))))',
        'P P)',
      ].join(' '),
    );
    expect(document.catalog.lookup(PDFName.of('MarkInfo'))?.toString()).toMatch(/\/Marked true/);
  });

  it('leaves no text out, and takes none twice', async () => {
    const { document, lines } = await openDocument(await rendered(paper));
    expect(marksIn(structureOf(document))).toEqual(lines.map((_line, id) => ({ page: 0, id })));
  });

  it('says names as they are spelt, also where the typeface lacks their letters', async () => {
    const { document, lines } = await openDocument(
      await rendered(named('Lech Wałęsa', 'Αθηνά Παπαδοπούλου', 'Zoë Müller')),
    );
    expect(lines).toEqual(expect.arrayContaining(['Lech Walesa', 'Athina Papadopoulou', 'Zoë Müller']));
    expect(actualTextsIn(structureOf(document))).toEqual(['Lech Wałęsa', 'Αθηνά Παπαδοπούλου']);
  });
});

describe('of several pages, the document', () => {
  const rows = Array.from({ length: 100 }, (_, index) => [`C${index}`, '€1.00']);
  const table = { columns: [{ label: 'Claim' }, { label: 'Paid', amounts: true }], rows };
  const long: Paper = { ...paper, sections: [{ heading: 'Claims', facts: [], table }] };

  it('says on each which it is, and the headings of its table anew', async () => {
    const { pages } = await openDocument(await renderPaper(long, onManyPages));
    expect(pages).toHaveLength(3);
    for (const [index, lines] of pages.entries()) {
      expect(lines).toEqual(expect.arrayContaining(['Example Insurance', 'Claim', 'Paid']));
      expect(lines).toContain(
        `Policy P26-7K3M-9Q2X-4T8V · Made on 25 November 2026 · Page ${index + 1} of 3`,
      );
    }
    const cells = pages.flat().filter((line) => /^C\d+$/.test(line));
    expect(cells).toEqual(rows.map(([cell]) => cell));
  });

  it('is read aloud once, across its pages', async () => {
    const { document } = await openDocument(await renderPaper(long, onManyPages));
    const structure = structureOf(document);
    const tags = outline(structure);
    expect(tags.match(/Table/g)).toHaveLength(1);
    expect(tags).toContain(`Table(${Array(101).fill('TR(TH').join(' TD) ').replace('TD', 'TH')} TD)`);
    expect(tags).toMatch(/ P P\)$/);
    const marks = marksIn(structure);
    for (const page of [0, 1, 2]) {
      const ids = marks.filter((mark) => mark.page === page).map(({ id }) => id);
      expect(ids).toEqual(ids.map((_id, index) => index));
    }
  });

  it('says what the headings of its table stand for', async () => {
    const { document } = await openDocument(await renderPaper(long, onManyPages));
    const scopes = scopesIn(structureOf(document));
    expect(scopes.slice(0, 4)).toEqual(['Column', 'Column', 'Row', 'Row']);
    expect(scopes).toHaveLength(102);
  });
});

function scopesIn({ scope, children }: Node): string[] {
  const below = children.flatMap((child) => ('id' in child ? [] : scopesIn(child)));
  return scope === undefined ? below : [scope, ...below];
}

describe('whatever a document says', () => {
  const anyText = fc.string({ unit: 'binary', maxLength: 300 });
  const fact = fc.record({ label: anyText, lines: fc.array(anyText, { maxLength: 4 }), note: anyText });
  const table = fc.record({
    columns: fc.constant([{ label: 'one' }, { label: 'two' }, { label: 'three', amounts: true }]),
    rows: fc.array(fc.array(anyText, { maxLength: 3 }), { maxLength: 8 }),
  });
  const section = fc.record({ heading: anyText, facts: fc.array(fact, { maxLength: 8 }), table });
  const wild = fc.record({
    insurer: anyText,
    kind: anyText,
    name: anyText,
    title: anyText,
    subtitle: anyText,
    introduction: anyText,
    summary: fc.array(fact, { maxLength: 3 }),
    sections: fc.array(section, { maxLength: 6 }),
  });

  it.each([
    ['on one page', onOnePage, 1],
    ['on as many as it takes', onManyPages, Number.POSITIVE_INFINITY],
  ])('it is drawn %s', async (_how, layOut, most) => {
    await fc.assert(
      fc.asyncProperty(wild, async (parts) => {
        const { document } = await openDocument(await renderPaper({ ...paper, ...parts }, layOut));
        expect(document.getPageCount()).toBeLessThanOrEqual(most);
        expect(misplaced(layOut({ ...paper, ...parts }, measure))).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });
});
