import type { Box, Colour, Drawn, Element, Line, Measure, Style, Tag } from './marks.ts';
import { printable } from './printable.ts';
import { wrap } from './wrapping.ts';

/** Where a piece is to be set, from its upper left corner on, and how. All but widths is multiplied by `scale`. */
export interface Frame {
  x: number;
  y: number;
  width: number;
  scale: number;
  measure: Measure;
}

/** A part of a page, which takes as much height in a frame as it needs. */
export type Piece = (frame: Frame) => Drawn;

/** The share of its size that a capital letter rises above the baseline, and then some for accents. */
const ASCENT = 0.75;

/** A text in as many lines as it needs. */
export function text(tag: Tag, content: string, style: Style, align: 'left' | 'right' = 'left'): Piece {
  const printed = printable(content);
  const actualText = printed === content ? {} : { actualText: content };
  return ({ x, y, width, scale, measure }) => {
    const scaled = { ...style, size: style.size * scale, leading: style.leading * scale };
    const { size, leading, weight } = scaled;
    const rise = (leading - size) / 2 + size * ASCENT;
    const lines = wrap(printed, scaled, width, measure).map((line, index): Line => {
      const indent = align === 'right' ? width - measure(line, weight) * size : 0;
      return {
        x: x + indent,
        y: y + rise + index * leading,
        text: line.replaceAll('\u00a0', ' '),
        style: scaled,
      };
    });
    const elements: Element[] = [{ tag, children: lines, ...actualText }];
    return { elements, boxes: [], bottom: y + lines.length * leading };
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
    return { elements: [], boxes: [{ x, y, width, height, colour }], bottom: y + height };
  };
}

/** Nothing, so high. */
export function space(height: number): Piece {
  return ({ y, scale }) => ({ elements: [], boxes: [], bottom: y + height * scale });
}

/** A piece on a ground of a colour, which is wider than the piece by so much on each side. */
export function grounded(colour: Colour, bleed: number, piece: Piece): Piece {
  return (frame) => {
    const { x, y, width, scale } = frame;
    const margin = bleed * scale;
    const inner = piece({ ...frame, y: y + margin });
    const bottom = inner.bottom + margin;
    const ground: Box = { x: x - margin, y, width: width + 2 * margin, height: bottom - y, colour };
    return { ...inner, boxes: [ground, ...inner.boxes], bottom };
  };
}

function together(drawn: readonly Drawn[], top: number): Drawn {
  return {
    elements: drawn.flatMap(({ elements }) => elements),
    boxes: drawn.flatMap(({ boxes }) => boxes),
    bottom: Math.max(top, ...drawn.map(({ bottom }) => bottom)),
  };
}
