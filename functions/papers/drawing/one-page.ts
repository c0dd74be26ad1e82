import type { Paper } from '../paper/paper.ts';
import { GUTTER } from './blocks.ts';
import type { Drawn, Measure } from './marks.ts';
import { ENDLESS, MARGINS, PAGE } from './paging.ts';
import { column, type Frame, space, together } from './pieces.ts';
import { body, footer, masthead } from './sheet.ts';

/** What of its size a page that is too full gives up at a time. */
const STEP = 0.97;

/**
 * Sets a document on one page: as large as it was designed, or where that is too much for the page, as large as it
 * fits. Nothing is cut off.
 */
export function onOnePage(paper: Paper, measure: Measure): Drawn {
  const width = PAGE.width - 2 * MARGINS.side;
  const foot = footer(paper, { number: 1, of: 1 });
  for (let scale = 1; ; scale *= STEP) {
    const frame: Frame = { x: MARGINS.side, y: MARGINS.top, width, scale, measure, room: ENDLESS };
    const upper = column([masthead(paper), space(22), body(paper)])(frame);
    const footTop = PAGE.height - MARGINS.foot - foot({ ...frame, y: 0 }).bottom;
    if (upper.bottom + GUTTER * scale > footTop) continue;
    return together([upper, foot({ ...frame, y: footTop })]);
  }
}
