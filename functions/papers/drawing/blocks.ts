import type { Amount, Fact, Section } from '../paper/paper.ts';
import type { Style } from './marks.ts';
import { column, type Piece, roomFor, row, rule, space, tagged, text } from './pieces.ts';
import { BODY, HAIRLINE, HEADING, INK, KEY, LABEL, MUTED, SMALL } from './styles.ts';
import { tableBlock } from './table.ts';

/** Between columns. */
export const GUTTER = 16;

/** What is most important, in the columns that the sections below stand in. */
export function summaryBlock(facts: readonly Fact[]): Piece {
  const [first, ...others] = facts.map((fact) => factPiece(fact, KEY));
  return tagged('L', first ? inColumns(first, halves(others)) : space(0));
}

/**
 * A section under a rule: its heading, and beside it what belongs there; a table below both. No page ends between a
 * heading and what follows it first.
 */
export function sectionBlock(section: Section): Piece {
  const body = inColumns(text('H2', section.heading, HEADING), sectionBody(section));
  const head = column([rule(0.6, HAIRLINE), space(9), body]);
  if (!('table' in section) || !section.table) return tagged('Sect', column([roomFor(head), head]));
  const { columns, rows } = section.table;
  const below = (table: typeof section.table) => [space(10), tableBlock(table)];
  const start = column([head, ...below({ columns, rows: rows.slice(0, 1) })]);
  return tagged('Sect', column([roomFor(start), head, ...below(section.table)]));
}

/** The two columns that everything stands in: what it is about, and what is said of it. */
function inColumns(subject: Piece, content: Piece): Piece {
  const cells = [
    { share: 0.24, piece: subject },
    { share: 0.76, piece: content },
  ];
  return row(cells, GUTTER);
}

function halves(pieces: readonly Piece[]): Piece {
  const cells = pieces.map((piece) => ({ share: 0.5, piece }));
  return row(cells, GUTTER);
}

function sectionBody(section: Section): Piece {
  if ('facts' in section) return factGrid(section.facts);
  if ('paragraphs' in section) return tagged('L', column(section.paragraphs.map(paragraph), 4));
  const note = text('P', section.note, { ...SMALL, colour: MUTED });
  return column([sum(section.amounts, section.total), space(5), note]);
}

function factGrid(facts: readonly Fact[]): Piece {
  const pieces = facts.map((fact) => factPiece(fact, BODY));
  const rows = pieces.flatMap((_piece, index) =>
    index % 2 === 0 ? [halves(pieces.slice(index, index + 2))] : [],
  );
  return tagged('L', column(rows, 7));
}

function factPiece({ label, lines, note }: Fact, style: Style): Piece {
  const value = lines.map((line) => text('P', line, style));
  const small = note === undefined ? [] : [space(1), text('P', note, LABEL)];
  const body = tagged('LBody', column([...value, ...small]));
  return tagged('LI', column([text('Lbl', label, LABEL), space(1), body]));
}

function paragraph({ label, lines }: Fact): Piece {
  const value = column(lines.map((line) => text('P', line, SMALL)));
  const cells = [
    { share: 0.2, piece: text('Lbl', label, { ...SMALL, colour: MUTED }) },
    { share: 0.8, piece: tagged('LBody', value) },
  ];
  return tagged('LI', row(cells, 8));
}

function sum(amounts: readonly Amount[], total: Amount): Piece {
  const line = column([space(3), rule(0.6, HAIRLINE), space(3)]);
  const rows = amounts.flatMap((amount, index) => [...(index === 0 ? [] : [line]), amountRow(amount, BODY)]);
  const strongLine = column([space(3), rule(1, INK), space(4)]);
  return tagged('Table', column([...rows, strongLine, amountRow(total, { ...BODY, weight: 'bold' })]));
}

function amountRow({ label, amount }: Amount, style: Style): Piece {
  const cells = [
    { share: 0.7, piece: text('TH', label, style) },
    { share: 0.3, piece: text('TD', amount, style, 'right') },
  ];
  return tagged('TR', row(cells, GUTTER));
}
