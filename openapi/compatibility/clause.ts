import { isWord, type Word } from './words.ts';

/** Which way a promise runs: what the API takes from those who call it, and what it gives to them. */
export type Side = 'takes' | 'gives';

/**
 * One promise of the contract, as one line says it: `takes QuoteRequest.startDate: required; is Date`. A term is a word
 * and what goes with it, which of some words is nothing.
 */
export interface Clause {
  side: Side;
  /** An operation or schema, and the way to a part of it: by property, `[]` for the items of a list. */
  subject: string;
  terms: ReadonlyMap<Word, string>;
}

const LINE = /^(takes|gives) (\S+): (.*)$/;
const BETWEEN = '; ';

/** A clause of the terms that have something to say: an undefined one is left out, as is a flag that is false. */
export function clause(
  side: Side,
  subject: string,
  terms: Partial<Record<Word, string | boolean | undefined>>,
): Clause {
  const said = Object.entries(terms).flatMap(([word, value]): [Word, string][] =>
    value === undefined || value === false ? [] : [[word as Word, value === true ? '' : value]],
  );
  return { side, subject, terms: new Map(said) };
}

/** What tells clauses apart. */
export function keyOf({ side, subject }: Clause): string {
  return `${side} ${subject}`;
}

/** The line of a clause. Throws where it could not be read again. */
export function printClause(clause: Clause): string {
  const terms = [...clause.terms].map(([word, value]) => (value === '' ? word : `${word} ${value}`));
  if (/\s/.test(clause.subject) || terms.some((term) => term.includes(BETWEEN) || term.includes('\n')))
    throw new Error(`${keyOf(clause)} cannot be written as one line`);
  return `${keyOf(clause)}: ${terms.join(BETWEEN)}`;
}

/** The clause that a line says. Throws where it says none. */
export function parseClause(line: string): Clause {
  const [, side, subject = '', terms = ''] = LINE.exec(line) ?? [];
  if (side === undefined) throw new Error(`this is no promise: ${line}`);
  return {
    side: side as Side,
    subject,
    terms: new Map(terms === '' ? [] : terms.split(BETWEEN).map(termOf)),
  };
}

function termOf(text: string): [Word, string] {
  const [word = '', ...rest] = text.split(' ');
  if (!isWord(word)) throw new Error(`no promise speaks of ${word}`);
  return [word, rest.join(' ')];
}
