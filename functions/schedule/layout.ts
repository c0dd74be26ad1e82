import { GUTTER, sectionBlock, summaryBlock } from './blocks.ts';
import type { Drawn, Measure } from './marks.ts';
import { column, type Frame, grounded, type Piece, row, rule, space, text } from './pieces.ts';
import type { Schedule } from './schedule.ts';
import { ACCENT, BODY, GROUND, HAIRLINE, HEADING, LABEL, MUTED, SUBTITLE, TITLE } from './styles.ts';

/** A4, in points. */
export const PAGE = { width: 595.28, height: 841.89 };

/** What is left free to either side, at the top, and at the foot. */
export const MARGINS = { side: 56, top: 48, foot: 40 };

/** What of its size a page that is too full gives up at a time. */
const STEP = 0.97;

/**
 * Sets a schedule on its one page: as large as it was designed, or where that is too much for the page, as large as
 * it fits. Nothing is cut off.
 */
export function layOut(schedule: Schedule, measure: Measure): Drawn {
  const width = PAGE.width - 2 * MARGINS.side;
  for (let scale = 1; ; scale *= STEP) {
    const frame: Frame = { x: MARGINS.side, y: MARGINS.top, width, scale, measure };
    const upper = body(schedule)(frame);
    const footHeight = footer(schedule)({ ...frame, y: 0 }).bottom;
    const footTop = PAGE.height - MARGINS.foot - footHeight;
    if (upper.bottom + GUTTER * scale > footTop) continue;
    const lower = footer(schedule)({ ...frame, y: footTop });
    const [elements, boxes] = [
      [...upper.elements, ...lower.elements],
      [...upper.boxes, ...lower.boxes],
    ];
    return { elements, boxes, bottom: lower.bottom };
  }
}

function body(schedule: Schedule): Piece {
  return column([
    masthead(schedule),
    space(22),
    text('H1', schedule.productName, TITLE),
    space(1),
    text('P', `Policy ${schedule.policyNumber}`, SUBTITLE),
    space(7),
    text('P', schedule.introduction, { ...BODY, colour: MUTED }),
    space(13),
    grounded(GROUND, 11, summaryBlock(schedule.summary)),
    space(16),
    column(schedule.sections.map(sectionBlock), 10),
  ]);
}

function masthead({ insurer }: Schedule): Piece {
  const cells = [
    { share: 0.7, piece: text('P', insurer, HEADING) },
    { share: 0.3, piece: text('P', 'Policy schedule', { ...HEADING, weight: 'regular' }, 'right') },
  ];
  return column([row(cells, GUTTER), space(7), rule(1.5, ACCENT)]);
}

function footer({ insurer, policyNumber, issuedOn }: Schedule): Piece {
  const imprint = `Policy ${policyNumber} · Made on ${issuedOn} · Page 1 of 1`;
  const cells = [
    { share: 0.4, piece: text('P', insurer, LABEL) },
    { share: 0.6, piece: text('P', imprint, LABEL, 'right') },
  ];
  return column([rule(0.6, HAIRLINE), space(7), row(cells, GUTTER)]);
}
