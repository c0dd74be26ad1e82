import { PDFName } from '@cantoo/pdf-lib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Node, openDocument, structureOf } from '../../test/support/schedules.ts';
import { renderSchedule } from './document.ts';
import { PAGE } from './layout.ts';
import type { Schedule } from './schedule.ts';

const schedule: Schedule = {
  insurer: 'Example Insurance',
  productName: 'Motor own damage',
  policyNumber: 'P26-7K3M-9Q2X-4T8V',
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

/** A policyholder's name in place of the usual one. */
const named = (...lines: string[]): Schedule => ({
  ...schedule,
  sections: [{ heading: 'Policyholder', facts: [{ label: 'Name', lines }] }, ...schedule.sections.slice(1)],
});

describe('the document of a schedule', () => {
  it('is one page of A4 that says everything, in the order in which it is read', async () => {
    const { document, lines } = await openDocument(await renderSchedule(schedule));
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
    const { document } = await openDocument(await renderSchedule(schedule));
    expect(document.getTitle()).toBe('Policy schedule P26-7K3M-9Q2X-4T8V');
    expect(document.getSubject()).toBe('Motor own damage');
    expect(document.getAuthor()).toBe('Example Insurance');
    expect(document.getLanguage()).toBe('en-GB');
    expect(document.getCreationDate()).toEqual(new Date('2026-11-25T00:00:00Z'));
    expect(document.getModificationDate()).toEqual(new Date('2026-11-25T00:00:00Z'));
    expect(document.catalog.getOrCreateViewerPreferences().getDisplayDocTitle()).toBe(true);
  });

  it('is the same to the byte for the same schedule', async () => {
    const [one, other] = [await renderSchedule(schedule), await renderSchedule(structuredClone(schedule))];
    expect(Buffer.from(one).equals(other)).toBe(true);
    expect(Buffer.from(one).equals(await renderSchedule(named('Somebody else')))).toBe(false);
  });
});

/** The tags of a tree as an outline, e.g. `L(LI(Lbl LBody(P)))`. */
function outline({ tag, children }: Node): string {
  const nodes = children.filter((child) => typeof child !== 'number');
  return nodes.length === 0 ? tag : `${tag}(${nodes.map(outline).join(' ')})`;
}

function textsIn(node: Node): number[] {
  return node.children.flatMap((child) => (typeof child === 'number' ? [child] : textsIn(child)));
}

function actualTextsIn({ actualText, children }: Node): string[] {
  const below = children.flatMap((child) => (typeof child === 'number' ? [] : actualTextsIn(child)));
  return actualText === undefined ? below : [actualText, ...below];
}

describe('read aloud, the document', () => {
  it('has headings, lists of labelled values, and a table', async () => {
    const { document } = await openDocument(await renderSchedule(schedule));
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
    const { document, lines } = await openDocument(await renderSchedule(schedule));
    expect(textsIn(structureOf(document))).toEqual(lines.map((_line, index) => index));
  });

  it('says names as they are spelt, also where the typeface lacks their letters', async () => {
    const { document, lines } = await openDocument(
      await renderSchedule(named('Lech Wałęsa', 'Αθηνά Παπαδοπούλου', 'Zoë Müller')),
    );
    expect(lines).toEqual(expect.arrayContaining(['Lech Walesa', 'Athina Papadopoulou', 'Zoë Müller']));
    expect(actualTextsIn(structureOf(document))).toEqual(['Lech Wałęsa', 'Αθηνά Παπαδοπούλου']);
  });
});

describe('whatever a schedule says', () => {
  const anyText = fc.string({ unit: 'binary', maxLength: 300 });

  it('it is drawn on one page', async () => {
    const fact = fc.record({ label: anyText, lines: fc.array(anyText, { maxLength: 4 }), note: anyText });
    const section = fc.record({ heading: anyText, facts: fc.array(fact, { maxLength: 8 }) });
    const wild = fc.record({
      insurer: anyText,
      productName: anyText,
      policyNumber: anyText,
      introduction: anyText,
      summary: fc.array(fact, { maxLength: 3 }),
      sections: fc.array(section, { maxLength: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(wild, async (parts) => {
        const { document } = await openDocument(await renderSchedule({ ...schedule, ...parts }));
        expect(document.getPageCount()).toBe(1);
      }),
      { numRuns: 25 },
    );
  });
});
