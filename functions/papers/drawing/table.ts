import type { Column, Table } from '../paper/paper.ts';
import type { Measure, Style } from './marks.ts';
import { type Cell, column, type Piece, roomFor, row, rule, space, tagged, text } from './pieces.ts';
import { HAIRLINE, INK, LABEL, SMALL } from './styles.ts';

/** Between the columns of a table. */
const GAP = 10;

/** A table across the page: no row is broken by the end of a page, and each page begins with the headings. */
export function tableBlock(table: Table): Piece {
  return (frame) => {
    const shares = sharesOf(table, frame.measure);
    const headings = table.columns.map(({ label }) => label);
    const head = tagged('TR', tableRow(table.columns, headings, shares, heading));
    const top = column([head, space(3), rule(1, INK)]);
    const rows = table.rows.map((cells, index) => {
      const one = tagged('TR', tableRow(table.columns, cells, shares, cell));
      const line = index < table.rows.length - 1 ? [rule(0.6, HAIRLINE)] : [];
      return column([space(3), one, space(3), ...line]);
    });
    return tagged('Table', column([top, ...rows.flatMap((one) => [roomFor(one, top), one])]))(frame);
  };
}

type MakeCell = (content: string, index: number, align: 'left' | 'right') => Piece;

function tableRow(
  columns: readonly Column[],
  contents: readonly string[],
  shares: readonly number[],
  make: MakeCell,
): Piece {
  const cells = columns.map(({ amounts }, index): Cell => {
    const piece = make(contents[index] ?? '', index, amounts ? 'right' : 'left');
    return { share: shares[index] ?? 0, piece };
  });
  return row(cells, GAP);
}

/** What a column is about. */
const heading: MakeCell = (content, _index, align) => (frame) => {
  const { elements, ...drawn } = text('TH', content, LABEL, align)(frame);
  return { ...drawn, elements: elements.map((element) => ({ ...element, scope: 'Column' })) };
};

/** What a row says of it; with the first cell, which one the row is about. */
const cell: MakeCell = (content, index, align) => text(index === 0 ? 'TH' : 'TD', content, SMALL, align);

/** What share of the width each column takes: as much as its longest content does of that of all. */
function sharesOf({ columns, rows }: Table, measure: Measure): number[] {
  const widthOf = (content: string, { size, weight }: Style) => measure(content, weight) * size;
  const widths = columns.map(({ label }, index) =>
    Math.max(widthOf(label, LABEL), ...rows.map((cells) => widthOf(cells[index] ?? '', SMALL))),
  );
  const all = widths.reduce((sum, width) => sum + width, 0);
  return widths.map((width) => width / all);
}
