import type { Measure, Style } from './marks.ts';

/**
 * Breaks a text into lines that fit a width: at blanks, and within a word where that alone is wider. There is always
 * a line, if an empty one.
 */
export function wrap(text: string, style: Style, width: number, measure: Measure): string[] {
  const fits = (line: string) => measure(line, style.weight) * style.size <= width;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((word) => breakWord(word, fits))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (fits(longer)) {
      line = longer;
    } else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line].filter((one, _index, all) => one !== '' || all.length === 1);
}

/** A word in parts that fit. One character is a part, however wide. */
function breakWord(word: string, fits: (line: string) => boolean): string[] {
  if (word === '' || fits(word)) return word === '' ? [] : [word];
  const parts: string[] = [];
  let part = '';
  for (const character of word) {
    if (part !== '' && !fits(part + character)) {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  return [...parts, part];
}
