import { readFileSync } from 'node:fs';
import { PDFDocument } from '@cantoo/pdf-lib';
import { describe, expect, it } from 'vitest';
import { circumstances, shownPolicy } from '../../test/support/schedules.ts';
import { scheduleOf } from './content.ts';
import { layOut, MARGINS, PAGE } from './layout.ts';
import type { Drawn, Element, Line } from './marks.ts';
import type { Schedule } from './schedule.ts';
import { BODY } from './styles.ts';
import { embedTypeface, measureIn } from './typeface.ts';

const motor = JSON.parse(readFileSync(new URL('../quotes/products/motor.json', import.meta.url), 'utf8'));

const measure = measureIn(embedTypeface(await PDFDocument.create()));

function linesIn(elements: readonly (Element | Line)[]): Line[] {
  return elements.flatMap((one) => ('tag' in one ? linesIn(one.children) : [one]));
}

/** The lines of a page that stick out of what is to be printed on, or lie upon another. */
function misplaced({ elements }: Drawn): string[] {
  const lines = linesIn(elements);
  const rightOf = ({ x, text, style }: Line) => x + measure(text, style.weight) * style.size;
  const sticksOut = (line: Line) =>
    line.x < MARGINS.side - 0.01 ||
    rightOf(line) > PAGE.width - MARGINS.side + 0.01 ||
    line.y - line.style.size < MARGINS.top - 2 ||
    line.y > PAGE.height - MARGINS.foot;
  const liesUpon = (line: Line) =>
    lines.some(
      (other) =>
        other !== line &&
        Math.abs(other.y - line.y) < Math.min(other.style.size, line.style.size) * 0.75 &&
        other.x < rightOf(line) &&
        line.x < rightOf(other),
    );
  return lines
    .filter((line) => line.text !== '' && (sticksOut(line) || liesUpon(line)))
    .map(({ text }) => text);
}

/** The size in which a value is set. */
const sizeOf = (drawn: Drawn, text: string) =>
  linesIn(drawn.elements).find((line) => line.text.startsWith(text))?.style.size;

const withParts = (policy: object): Schedule =>
  scheduleOf({ ...shownPolicy, ...policy }, motor, circumstances);

describe('the page', () => {
  it('is set as it was designed for an ordinary policy', () => {
    const drawn = layOut(withParts({}), measure);
    expect(sizeOf(drawn, 'Anna Peeters')).toBe(BODY.size);
    expect(misplaced(drawn)).toEqual([]);
  });

  it('is set smaller, with nothing cut off, for names and addresses of any length', () => {
    const address = {
      line1: 'Straße des Friedens '.repeat(5).trim(),
      line2: 'W'.repeat(100),
      city: 'X'.repeat(100),
      postcode: '1234567890',
      country: 'BE',
    };
    const policyholder = {
      ...shownPolicy.policyholder,
      givenName: 'Maria '.repeat(16).trim(),
      familyName: 'Q'.repeat(100),
      email: `${'a'.repeat(64)}@${'b'.repeat(63)}.${'c'.repeat(63)}.example`,
      address,
    };
    const schedule = withParts({ policyholder, address: { ...address, line1: 'Elsewhere' } });
    const drawn = layOut(schedule, measure);
    expect(misplaced(drawn)).toEqual([]);
    expect(sizeOf(drawn, 'Maria')).toBeLessThan(BODY.size);
    // Still to be read without a glass.
    expect(sizeOf(drawn, 'Maria')).toBeGreaterThan(6);
    const familyName = linesIn(drawn.elements).filter(({ text }) => /^Q+$/.test(text));
    expect(familyName.map(({ text }) => text).join('')).toHaveLength(100);
  });

  it('holds as much as it must', () => {
    const facts = Array.from({ length: 60 }, (_, index) => ({
      label: 'Label',
      lines: [`value ${index}`, 'more'],
    }));
    const full = {
      ...withParts({}),
      sections: Array.from({ length: 6 }, () => ({ heading: 'Many', facts })),
    };
    const drawn = layOut(full, measure);
    expect(misplaced(drawn)).toEqual([]);
    expect(linesIn(drawn.elements).filter(({ text }) => text.startsWith('value'))).toHaveLength(360);
  });
});
