import { PDFDocument } from '@cantoo/pdf-lib';
import type { Box, Drawn, Element, Line } from '../../functions/papers/drawing/marks.ts';
import { MARGINS, PAGE, pageOf } from '../../functions/papers/drawing/paging.ts';
import { embedTypeface, measureIn } from '../../functions/papers/drawing/typeface.ts';

/** Measures text in the typeface of the documents. */
export const measure = measureIn(embedTypeface(await PDFDocument.create()));

/** All lines that are drawn, whether they are read aloud or not. */
export function allLines({ elements, artifacts }: Drawn): Line[] {
  return [...linesIn(elements), ...artifacts.filter(isLine)];
}

/** The lines that are read aloud, in that order. */
export function linesIn(elements: readonly (Element | Line)[]): Line[] {
  return elements.flatMap((one) => ('tag' in one ? linesIn(one.children) : [one]));
}

const isLine = (one: Box | Line): one is Line => 'text' in one;

/** The lines of pages that stick out of what is to be printed on, or lie upon another. */
export function misplaced(drawn: Drawn): string[] {
  const lines = allLines(drawn);
  const rightOf = ({ x, text, style }: Line) => x + measure(text, style.weight) * style.size;
  const sticksOut = (line: Line) => {
    const y = line.y - pageOf(line.y) * PAGE.height;
    return (
      line.x < MARGINS.side - 0.01 ||
      rightOf(line) > PAGE.width - MARGINS.side + 0.01 ||
      y - line.style.size < MARGINS.top - 2 ||
      y > PAGE.height - MARGINS.foot
    );
  };
  const liesUpon = (line: Line) =>
    lines.some(
      (other) =>
        other !== line &&
        Math.abs(other.y - line.y) < Math.min(other.style.size, line.style.size) * 0.75 &&
        other.x < rightOf(line) &&
        line.x < rightOf(other),
    );
  return lines
    .filter((line) => line.text !== '' && (sticksOut(line) || liesUpon(line)))
    .map(({ text }) => text);
}
