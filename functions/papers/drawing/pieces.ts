import type { Box, Colour, Drawn, Element, Line, Measure, Style, Tag } from './marks.ts';
import { beginning, ENDLESS, type Room } from './paging.ts';
import { printable } from './printable.ts';
import { wrap } from './wrapping.ts';

/** Where a piece is to be set, from its upper left corner on, and how. All but widths is multiplied by `scale`. */
export interface Frame {
  x: number;
  y: number;
  width: number;
  scale: number;
  measure: Measure;
  /** Where each page has room. */
  room: Room;
}

/** A part of a document, which takes as much height in a frame as it needs, on further pages if need be. */
export type Piece = (frame: Frame) => Drawn;

/** The share of its size that a capital letter rises above the baseline, and then some for accents. */
const ASCENT = 0.75;

/** A text in as many lines as it needs. */
export function text(tag: Tag, content: string, style: Style, align: 'left' | 'right' = 'left'): Piece {
  const printed = printable(content);
  const actualText = printed === content ? {} : { actualText: content };
  return ({ x, y, width, scale, measure, room }) => {
    const scaled = { ...style, size: style.size * scale, leading: style.leading * scale };
    const { size, leading, weight } = scaled;
    const rise = (leading - size) / 2 + size * ASCENT;
    let bottom = y;
    const lines = wrap(printed, scaled, width, measure).map((line): Line => {
      const indent = align === 'right' ? width - measure(line, weight) * size : 0;
      const top = beginning(bottom, leading, room);
      bottom = top + leading;
      return { x: x + indent, y: top + rise, text: line.replaceAll('\u00a0', ' '), style: scaled };
    });
    const elements: Element[] = [{ tag, children: lines, ...actualText }];
    return { elements, artifacts: [], bottom };
  };
}

/** Pieces below each other. */
export function column(pieces: readonly Piece[], gap = 0): Piece {
  return (frame) => {
    const drawn: Drawn[] = [];
    let y = frame.y;
    for (const piece of pieces) {
      const one = piece({ ...frame, y });
      drawn.push(one);
      y = one.bottom + gap * frame.scale;
    }
    return together(drawn, frame.y);
  };
}

/** A piece of a row, and the share of the row's width that it takes. */
export interface Cell {
  share: number;
  piece: Piece;
}

/** Pieces beside each other, with a gap between them that is part of the width. */
export function row(cells: readonly Cell[], gap = 0): Piece {
  return (frame) => {
    const space = frame.width - gap * (cells.length - 1);
    let { x } = frame;
    const drawn = cells.map(({ share, piece }) => {
      const width = share * space;
      const one = piece({ ...frame, x, width });
      x += width + gap;
      return one;
    });
    return together(drawn, frame.y);
  };
}

/** A piece as one element of the document's structure. */
export function tagged(tag: Tag, piece: Piece): Piece {
  return (frame) => {
    const { elements, ...drawn } = piece(frame);
    return { ...drawn, elements: [{ tag, children: elements }] };
  };
}

/** A line across the frame. */
export function rule(thickness: number, colour: Colour): Piece {
  return ({ x, y, width, scale }) => {
    const height = thickness * scale;
    return { elements: [], artifacts: [{ x, y, width, height, colour }], bottom: y + height };
  };
}

/** Nothing, so high. */
export function space(height: number): Piece {
  return ({ y, scale }) => ({ elements: [], artifacts: [], bottom: y + height * scale });
}

/** A piece on a ground of a colour, which is wider than the piece by so much on each side. */
export function grounded(colour: Colour, bleed: number, piece: Piece): Piece {
  return (frame) => {
    const { x, y, width, scale } = frame;
    const margin = bleed * scale;
    const inner = piece({ ...frame, y: y + margin });
    const bottom = inner.bottom + margin;
    const ground: Box = { x: x - margin, y, width: width + 2 * margin, height: bottom - y, colour };
    return { ...inner, artifacts: [ground, ...inner.artifacts], bottom };
  };
}

/**
 * Nothing, where a piece to come ends on this page; else what is left of the page, and at the top of the next one what
 * runs on from page to page.
 */
export function roomFor(piece: Piece, running: Piece = space(0)): Piece {
  return (frame) => {
    const height = piece({ ...frame, room: ENDLESS }).bottom - frame.y;
    const y = beginning(frame.y, height, frame.room);
    return y === frame.y ? space(0)(frame) : unread(running)({ ...frame, y });
  };
}

/** A piece that is seen and not read aloud, since it only repeats what others say. */
export function unread(piece: Piece): Piece {
  return (frame) => {
    const { elements, artifacts, bottom } = piece(frame);
    return { elements: [], artifacts: [...artifacts, ...linesIn(elements)], bottom };
  };
}

function linesIn(elements: readonly (Element | Line)[]): Line[] {
  return elements.flatMap((one) => ('tag' in one ? linesIn(one.children) : [one]));
}

/** What was drawn here and there, as one; nothing reaches down no further than `top`. */
export function together(drawn: readonly Drawn[], top = 0): Drawn {
  return {
    elements: drawn.flatMap(({ elements }) => elements),
    artifacts: drawn.flatMap(({ artifacts }) => artifacts),
    bottom: Math.max(top, ...drawn.map(({ bottom }) => bottom)),
  };
}
