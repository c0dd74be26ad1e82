/** A4, in points. The pages of a document lie right below each other: `y` runs on from one to the next. */
export const PAGE = { width: 595.28, height: 841.89 };

/** What is left free to either side, at the top, and at the foot. */
export const MARGINS = { side: 56, top: 48, foot: 40 };

/** Where on a page there is room for what goes on from page to page: from so far down to so far down. */
export interface Room {
  top: number;
  bottom: number;
}

/** A page that never ends. */
export const ENDLESS: Room = { top: 0, bottom: Number.POSITIVE_INFINITY };

/** The number of the page, from 0 on, that a position is on. */
export function pageOf(y: number): number {
  return Math.floor(y / PAGE.height);
}

/**
 * Where something so high begins: here if it ends on this page, else at the top of the next one. What no page can hold
 * begins here, and is broken further inside.
 */
export function beginning(y: number, height: number, { top, bottom }: Room): number {
  const edge = pageOf(y) * PAGE.height;
  const fits = y + height <= edge + bottom;
  return fits || height > bottom - top ? y : edge + PAGE.height + top;
}
