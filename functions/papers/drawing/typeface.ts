import { type PDFDocument, type PDFFont, StandardFonts } from '@cantoo/pdf-lib';
import type { Measure, Weight } from './marks.ts';

/** A typeface in its weights. */
export type Typeface = Record<Weight, PDFFont>;

/** The typeface of the document: a standard one, which every reader brings along. */
export function embedTypeface(document: PDFDocument): Typeface {
  return {
    regular: document.embedStandardFont(StandardFonts.Helvetica),
    bold: document.embedStandardFont(StandardFonts.HelveticaBold),
  };
}

/** Measures text by adding up the widths of its characters, since no kerning is drawn. */
export function measureIn(typeface: Typeface): Measure {
  const known: Record<Weight, Map<string, number>> = { regular: new Map(), bold: new Map() };
  const widthOf = (character: string, weight: Weight): number => {
    const width = known[weight].get(character) ?? typeface[weight].widthOfTextAtSize(character, 1);
    known[weight].set(character, width);
    return width;
  };
  return (text, weight) => Array.from(text).reduce((sum, character) => sum + widthOf(character, weight), 0);
}
