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
