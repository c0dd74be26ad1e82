import {
  beginMarkedContent,
  endMarkedContent,
  PDFDocument,
  PDFName,
  PDFOperator,
  PDFOperatorNames,
  type PDFPage,
  rgb,
} from '@cantoo/pdf-lib';
import type { Paper } from '../paper/paper.ts';
import type { Box, Drawn, Line, Measure } from './marks.ts';
import { PAGE, pageOf } from './paging.ts';
import { StructureTree } from './structure-tree.ts';
import { embedTypeface, measureIn, type Typeface } from './typeface.ts';

/** Sets all that a document says on one page, or on several. */
export type Layout = (paper: Paper, measure: Measure) => Drawn;

/**
 * A document as a PDF of A4 pages, tagged so that it can be read aloud. The same document gives the same bytes. The
 * typeface is a standard one that every reader brings: what it lacks is printed as printable.ts has it, while the tags
 * keep the text as it is.
 */
export async function renderPaper(paper: Paper, layOut: Layout): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  describe(document, paper);
  const typeface = embedTypeface(document);
  const { artifacts, elements, bottom } = layOut(paper, measureIn(typeface));
  const pages = Array.from({ length: pageOf(bottom) + 1 }, () => document.addPage([PAGE.width, PAGE.height]));
  const on = ({ y }: { y: number }) => pages[pageOf(y)] as PDFPage;
  for (const artifact of artifacts) {
    const page = on(artifact);
    page.pushOperators(beginMarkedContent('Artifact'));
    if ('text' in artifact) drawLine(page, typeface, artifact);
    else drawBox(page, artifact);
    page.pushOperators(endMarkedContent());
  }
  new StructureTree(document, pages).build(elements, (line, tag, id) => {
    const page = on(line);
    const properties = [PDFName.of(tag), `<</MCID ${id}>>`];
    page.pushOperators(PDFOperator.of(PDFOperatorNames.BeginMarkedContentSequence, properties));
    drawLine(page, typeface, line);
    page.pushOperators(endMarkedContent());
  });
  return document.save();
}

function describe(document: PDFDocument, { insurer, name, title, issuedAt }: Paper): void {
  document.setTitle(name, { showInWindowTitleBar: true });
  document.setSubject(title);
  document.setAuthor(insurer);
  document.setCreator(insurer);
  document.setProducer('pdf-lib');
  document.setLanguage('en-GB');
  const made = new Date(issuedAt);
  document.setCreationDate(made);
  document.setModificationDate(made);
}

function drawBox(page: PDFPage, { x, y, width, height, colour }: Box): void {
  page.drawRectangle({ x, y: fromBelow(y) - height, width, height, color: rgb(...colour) });
}

function drawLine(page: PDFPage, typeface: Typeface, { x, y, text, style }: Line): void {
  const { size, colour, weight } = style;
  page.drawText(text, { x, y: fromBelow(y), size, font: typeface[weight], color: rgb(...colour) });
}

/** A position on its page as PDF has it: from the lower edge up. */
function fromBelow(y: number): number {
  return (pageOf(y) + 1) * PAGE.height - y;
}
