import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { linesIn, measure, misplaced } from '../../../test/support/layouts.ts';
import { circumstances, shownPolicy } from '../../../test/support/schedules.ts';
import type { Paper } from '../paper/paper.ts';
import { scheduleOf } from '../schedule/schedule.ts';
import type { Drawn } from './marks.ts';
import { onOnePage } from './one-page.ts';
import { BODY } from './styles.ts';

const motor = JSON.parse(readFileSync(new URL('../../quotes/products/motor.json', import.meta.url), 'utf8'));

/** The size in which a value is set. */
const sizeOf = (drawn: Drawn, text: string) =>
  linesIn(drawn.elements).find((line) => line.text.startsWith(text))?.style.size;

const withParts = (policy: object): Paper => scheduleOf({ ...shownPolicy, ...policy }, motor, circumstances);

describe('the page', () => {
  it('is set as it was designed for an ordinary policy', () => {
    const drawn = onOnePage(withParts({}), measure);
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
    const drawn = onOnePage(schedule, measure);
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
    const drawn = onOnePage(full, measure);
    expect(misplaced(drawn)).toEqual([]);
    expect(linesIn(drawn.elements).filter(({ text }) => text.startsWith('value'))).toHaveLength(360);
  });
});
