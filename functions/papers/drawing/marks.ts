/** A colour by its shares of red, green and blue, each from 0 to 1. */
export type Colour = readonly [red: number, green: number, blue: number];

/** The weights of the typeface. */
export type Weight = 'regular' | 'bold';

/** How a text is set. Sizes are in points. */
export interface Style {
  weight: Weight;
  size: number;
  /** From one baseline to the next. */
  leading: number;
  colour: Colour;
}

/** How wide a text is, in points, at a size of one point. */
export type Measure = (text: string, weight: Weight) => number;

/**
 * A line of text. All positions are in points from the upper left corner of the first page, with the further pages
 * right below it; `y` is the baseline.
 */
export interface Line {
  x: number;
  y: number;
  text: string;
  style: Style;
}

/** A filled rectangle: a rule, or a ground. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
  colour: Colour;
}

/** The structure types of PDF that the document is tagged with (ISO 32000-1, 14.8.4). */
export type Tag = 'H1' | 'H2' | 'P' | 'Sect' | 'L' | 'LI' | 'Lbl' | 'LBody' | 'Table' | 'TR' | 'TH' | 'TD';

/** A part of the document in the order in which it is read. */
export interface Element {
  tag: Tag;
  children: readonly (Element | Line)[];
  /** What a text says, where the typeface could not draw all of it. */
  actualText?: string;
  /** Of a table's heading, what it stands for: its row unless said otherwise. */
  scope?: 'Column';
}

/** What is drawn, and how far down it reaches. */
export interface Drawn {
  elements: readonly Element[];
  /** What says nothing to those who listen: boxes, and lines that only repeat what others say. */
  artifacts: readonly (Box | Line)[];
  bottom: number;
}
