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
import { layOut, PAGE } from './layout.ts';
import type { Box, Line } from './marks.ts';
import type { Schedule } from './schedule.ts';
import { StructureTree } from './structure-tree.ts';
import { embedTypeface, measureIn, type Typeface } from './typeface.ts';

/**
 * A schedule as a PDF of one A4 page, tagged so that it can be read aloud. The same schedule gives the same bytes.
 * The typeface is a standard one that every reader brings: what it lacks is printed as printable.ts has it, while the
 * tags keep the text as it is.
 */
export async function renderSchedule(schedule: Schedule): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  describe(document, schedule);
  const typeface = embedTypeface(document);
  const page = document.addPage([PAGE.width, PAGE.height]);
  const { boxes, elements } = layOut(schedule, measureIn(typeface));
  for (const box of boxes) drawBox(page, box);
  new StructureTree(document, page).build(elements, (line, tag, id) => {
    const properties = [PDFName.of(tag), `<</MCID ${id}>>`];
    page.pushOperators(PDFOperator.of(PDFOperatorNames.BeginMarkedContentSequence, properties));
    drawLine(page, typeface, line);
    page.pushOperators(endMarkedContent());
  });
  return document.save();
}

function describe(document: PDFDocument, { insurer, productName, policyNumber, issuedAt }: Schedule): void {
  document.setTitle(`Policy schedule ${policyNumber}`, { showInWindowTitleBar: true });
  document.setSubject(productName);
  document.setAuthor(insurer);
  document.setCreator(insurer);
  document.setProducer('pdf-lib');
  document.setLanguage('en-GB');
  const made = new Date(issuedAt);
  document.setCreationDate(made);
  document.setModificationDate(made);
}

function drawBox(page: PDFPage, { x, y, width, height, colour }: Box): void {
  page.pushOperators(beginMarkedContent('Artifact'));
  page.drawRectangle({ x, y: PAGE.height - y - height, width, height, color: rgb(...colour) });
  page.pushOperators(endMarkedContent());
}

function drawLine(page: PDFPage, typeface: Typeface, { x, y, text, style }: Line): void {
  const { size, colour, weight } = style;
  page.drawText(text, { x, y: PAGE.height - y, size, font: typeface[weight], color: rgb(...colour) });
}
