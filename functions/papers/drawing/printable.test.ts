import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printable } from './printable.ts';

describe('a text to be printed', () => {
  it.each([
    ['Müller-Lüdenscheidt', 'Müller-Lüdenscheidt'],
    ['Rue de l’Église 12 – 1er étage', 'Rue de l’Église 12 – 1er étage'],
    ['€1,305.80', '€1,305.80'],
    ['Lech Wałęsa', 'Lech Walesa'],
    ['Łódź, ulica Żółkiewskiego', 'Lódz, ulica Zólkiewskiego'],
    ['Đorđe Čaušević', 'Dorde Cauševic'],
    ['Gökçe Işık, İzmir', 'Gökçe Isik, Izmir'],
    ['Győző Szűcs', 'Gyozo Szucs'],
    ['Αθηνά Παπαδοπούλου', 'Athina Papadopoulou'],
    ['Щерьо Йовчев', 'Shteryo Yovchev'],
    ['北京', '??'],
    ['🚗', '?'],
    ['e\u0301', 'é'],
    ['one\r\ntwo\tthree', 'one  two three'],
    ['so\u00adft and zero\u200bwidth', 'soft and zerowidth'],
    ['no\u00a0break', 'no\u00a0break'],
    ['\ud800', '?'],
    ['', ''],
  ])('%j is printed as %j', (text, printed) => {
    expect(printable(text)).toBe(printed);
  });

  it('grows to 200 characters at most', () => {
    const ligatures = '\ufdfa'.repeat(100);
    expect(printable(ligatures)).toBe(`${'?'.repeat(3)} ${printable(ligatures).slice(4)}`);
    expect(printable(ligatures)).toHaveLength(200);
    expect(printable(ligatures).endsWith('…')).toBe(true);
    expect(printable('щ'.repeat(66))).toBe('sht'.repeat(66));
    expect(printable('щ'.repeat(100))).toHaveLength(200);
  });

  it('is whole where it is longer than that and does not grow', () => {
    expect(printable('word '.repeat(100))).toBe('word '.repeat(100));
  });

  it('is never of other characters than the typeface has, whatever it was', async () => {
    const document = await PDFDocument.create();
    const known = new Set(document.embedStandardFont(StandardFonts.Helvetica).getCharacterSet());
    const isDrawn = (character: string) => character === '\u00a0' || known.has(character.codePointAt(0) ?? 0);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect([...printable(text)].filter((character) => !isDrawn(character))).toEqual([]);
      }),
    );
  });

  it('is printed as it is where the typeface has all of it', () => {
    const western = fc.string({ unit: fc.constantFrom(...'AZaz09 ~éß€“”ÿ¡') });
    fc.assert(fc.property(western, (text) => printable(text) === text));
  });
});
