import type { Paper } from '../paper/paper.ts';
import { GUTTER, sectionBlock, summaryBlock } from './blocks.ts';
import { column, grounded, type Piece, row, rule, space, text } from './pieces.ts';
import { ACCENT, BODY, GROUND, HAIRLINE, HEADING, LABEL, MUTED, SUBTITLE, TITLE } from './styles.ts';

/** Who hands a document out, and what sort of document it is: at the top of every page. */
export function masthead({ insurer, kind }: Paper): Piece {
  const cells = [
    { share: 0.7, piece: text('P', insurer, HEADING) },
    { share: 0.3, piece: text('P', kind, { ...HEADING, weight: 'regular' }, 'right') },
  ];
  return column([row(cells, GUTTER), space(7), rule(1.5, ACCENT)]);
}

/** All that a document says between the masthead of its first page and the foot of its last. */
export function body(paper: Paper): Piece {
  return column([
    text('H1', paper.title, TITLE),
    space(1),
    text('P', paper.subtitle, SUBTITLE),
    space(7),
    text('P', paper.introduction, { ...BODY, colour: MUTED }),
    space(13),
    grounded(GROUND, 11, summaryBlock(paper.summary)),
    space(16),
    column(paper.sections.map(sectionBlock), 10),
  ]);
}

/** Which page of which document it is: at the foot of every page. */
export function footer({ insurer, subtitle, issuedOn }: Paper, page: { number: number; of: number }): Piece {
  const imprint = `${subtitle} · Made on ${issuedOn} · Page ${page.number} of ${page.of}`;
  const cells = [
    { share: 0.4, piece: text('P', insurer, LABEL) },
    { share: 0.6, piece: text('P', imprint, LABEL, 'right') },
  ];
  return column([rule(0.6, HAIRLINE), space(7), row(cells, GUTTER)]);
}
