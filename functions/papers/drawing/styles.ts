import type { Colour, Style } from './marks.ts';

export const INK: Colour = [0.11, 0.13, 0.17];
export const MUTED: Colour = [0.4, 0.43, 0.48];
export const ACCENT: Colour = [0.06, 0.24, 0.36];
export const HAIRLINE: Colour = [0.82, 0.84, 0.87];
export const GROUND: Colour = [0.95, 0.962, 0.972];

export const TITLE: Style = { weight: 'bold', size: 21, leading: 26, colour: INK };
export const SUBTITLE: Style = { weight: 'regular', size: 12, leading: 16, colour: ACCENT };
export const HEADING: Style = { weight: 'bold', size: 10, leading: 13, colour: ACCENT };
/** What one looks for first. */
export const KEY: Style = { weight: 'bold', size: 10.5, leading: 14, colour: INK };
export const BODY: Style = { weight: 'regular', size: 9, leading: 12, colour: INK };
export const SMALL: Style = { weight: 'regular', size: 8, leading: 11, colour: INK };
export const LABEL: Style = { weight: 'regular', size: 7.5, leading: 10, colour: MUTED };
