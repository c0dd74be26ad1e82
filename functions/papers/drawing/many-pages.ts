import type { Paper } from '../paper/paper.ts';
import { GUTTER } from './blocks.ts';
import type { Drawn, Measure } from './marks.ts';
import { ENDLESS, MARGINS, PAGE, pageOf, type Room } from './paging.ts';
import { column, type Frame, type Piece, space, together, unread } from './pieces.ts';
import { body, footer, masthead } from './sheet.ts';

/** Between the masthead of a further page and what goes on there. */
const AFTER_MASTHEAD = 18;

/** Sets a document on as many pages as it takes. Each says whose it is; read aloud, that is said but once. */
export function onManyPages(paper: Paper, measure: Measure): Drawn {
  const frame = (y: number, room: Room): Frame => {
    return { x: MARGINS.side, y, width: PAGE.width - 2 * MARGINS.side, scale: 1, measure, room };
  };
  const bottomOf = (piece: Piece, y: number) => piece(frame(y, ENDLESS)).bottom;
  const head = masthead(paper);
  const footTop = PAGE.height - MARGINS.foot - bottomOf(footer(paper, { number: 1, of: 1 }), 0);
  const room = { top: bottomOf(head, MARGINS.top) + AFTER_MASTHEAD, bottom: footTop - GUTTER };

  const whole = column([head, space(22), body(paper)])(frame(MARGINS.top, room));
  const pages = Array.from({ length: pageOf(whole.bottom) + 1 }, (_, page) => page);
  const furniture = pages.map((page): Drawn => {
    const edge = page * PAGE.height;
    const foot = footer(paper, { number: page + 1, of: pages.length });
    const isLast = page === pages.length - 1;
    return together([
      ...(page === 0 ? [] : [unread(head)(frame(edge + MARGINS.top, ENDLESS))]),
      (isLast ? foot : unread(foot))(frame(edge + footTop, ENDLESS)),
    ]);
  });
  return together([whole, ...furniture]);
}
