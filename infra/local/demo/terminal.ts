import { styleText } from 'node:util';

/** How wide a terminal is expected to be. */
const WIDTH = 80;

/** Where the text of a step begins. */
const INDENT = 16;

/** What the demo is called, and what stands at the right of it. */
export function heading(title: string, aside: string): void {
  console.log(
    `\n${styleText('bold', ` ${title}`)}${styleText('dim', aside.padStart(WIDTH - title.length - 2))}\n`,
  );
}

/** A step that was taken, and what came of it; at the right an amount, if it is about one. */
export function done(step: string, text: string, amount = ''): void {
  const label = styleText('bold', step.padEnd(INDENT - 3));
  console.log(` ${styleText('green', '✓')} ${label}${text}${atRight(text, amount)}`);
}

/** More of a step. */
export function detail(text: string, amount = ''): void {
  console.log(`${' '.repeat(INDENT)}${styleText('dim', text)}${atRight(text, amount)}`);
}

/** An address to be opened: at the left, so that it stays on its line. */
export function link(url: string): void {
  console.log(`   ${styleText('underline', url)}`);
}

/** What has gone wrong, on the error stream. */
export function failed(message: string): void {
  const mark = styleText('red', '✗', { stream: process.stderr });
  console.error(` ${mark} ${message}`);
}

/** An empty line. */
export function gap(): void {
  console.log();
}

/** An amount, as far from a text as the end of the line is. */
function atRight(text: string, amount: string): string {
  return amount === '' ? '' : amount.padStart(WIDTH - INDENT - text.length);
}

/** A bar that shows how far something has come, on its own line, which the next step takes. */
export interface Progress {
  /** Shows how many there are by now, and what else is to be said of it. */
  at(reached: number, aside?: string): void;
  end(): void;
}

/** How many characters a full bar has. */
const BAR = 32;

/** Begins a bar of so many of something. Where nobody watches, in a file or a pipe, nothing is shown. */
export function progress(step: string, whole: number, unit: string): Progress {
  const { stdout } = process;
  if (!stdout.isTTY) return { at: () => {}, end: () => {} };
  const at = (reached: number, aside = '') => {
    const full = Math.round((Math.min(reached, whole) / whole) * BAR);
    const bar = styleText('green', '█'.repeat(full)) + styleText('dim', '░'.repeat(BAR - full));
    stdout.write(
      `\r   ${styleText('bold', step.padEnd(INDENT - 3))}${bar} ${reached} of ${whole} ${unit}${aside} `,
    );
  };
  at(0);
  return { at, end: () => stdout.write('\r\u001b[2K') };
}
