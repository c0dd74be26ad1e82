import { describe, expect, it } from 'vitest';
import { describeShift, isWord, rangeOf, type Shift, setOf, shiftOf, type Word } from './words.ts';

/** A term as it was and is, by what became of it. */
type Row = [word: Word, before: string | undefined, after: string | undefined, shift: Shift];

describe('a term', () => {
  it.each<Row>([
    ['required', undefined, '', 'narrower'],
    ['required', '', undefined, 'wider'],
    ['closed', '', undefined, 'wider'],
    ['unique', undefined, '', 'narrower'],
    ['pattern', undefined, '^a$', 'narrower'],
    ['pattern', '^a$', undefined, 'wider'],
    ['pattern', '^a$', '^b$', 'other'],
    ['format', 'date', 'date-time', 'other'],
    ['is', 'Date', 'Instant', 'other'],
    ['default', undefined, '25', 'other'],
    ['class', 'identity', undefined, 'other'],
    ['mask', 'iban', 'e-mail', 'other'],
    ['deprecated', undefined, '', 'told'],
    ['version', '1.0.0', '1.1.0', 'told'],
  ])('%s %j, and now %j, is %s', (word, before, after, shift) => {
    expect(shiftOf(word, before, after)).toBe(shift);
  });
});

describe('a set', () => {
  it.each<Row>([
    ['one-of', 'a | b', 'a | b | c', 'wider'],
    ['one-of', 'a | b', 'a', 'narrower'],
    ['one-of', 'a | b', 'a | c', 'other'],
    ['one-of', undefined, 'a', 'narrower'],
    ['type', 'string', 'null | string', 'wider'],
    ['any-of', 'Cursor | null', 'Cursor', 'narrower'],
  ])('%s of %j, and now %j, is %s', (word, before, after, shift) => {
    expect(shiftOf(word, before, after)).toBe(shift);
  });

  it('of scopes lets fewer callers in with every one that they have to hold', () => {
    expect(shiftOf('scopes', 'claims:read', 'claims:handle | claims:read')).toBe('narrower');
    expect(shiftOf('scopes', 'claims:handle | claims:read', 'claims:read')).toBe('wider');
  });

  it('of refusals may grow, and keeps those that it has', () => {
    expect(shiftOf('refusals', '400 | 401', '400 | 401 | 409')).toBe('narrower');
    expect(shiftOf('refusals', '400 | 401', '400')).toBe('other');
  });

  it('is written in one order', () => {
    expect(setOf(['b', 'a'])).toBe('a | b');
  });
});

describe('a range', () => {
  it.each<Row>([
    ['length', '1..20', '1..30', 'wider'],
    ['length', '1..20', '2..20', 'narrower'],
    ['items', '1..20', '..20', 'wider'],
    ['items', '1..', '1..9', 'narrower'],
    ['value', '0..10', '5..15', 'other'],
    ['value', '-5..10', '-6.5..10', 'wider'],
    ['size', undefined, '..3', 'narrower'],
    ['size', '..3', undefined, 'wider'],
  ])('%s %j, and now %j, is %s', (word, before, after, shift) => {
    expect(shiftOf(word, before, after)).toBe(shift);
  });

  it('is written with what bounds it', () => {
    expect([
      rangeOf(0, 22),
      rangeOf(1, undefined),
      rangeOf(undefined, 9),
      rangeOf(undefined, undefined),
    ]).toEqual(['0..22', '1..', '..9', undefined]);
  });
});

describe('a sentence', () => {
  it.each<[Word, string | undefined, string | undefined, string]>([
    ['one-of', 'a | b', 'a | b | c | d', 'one-of gained c and d'],
    ['one-of', 'a | b', 'a', 'one-of lost b'],
    ['one-of', 'a | b', 'a | c', 'one-of was a | b, and is a | c'],
    ['required', undefined, '', 'required was not said, and is said'],
    ['length', '1..20', undefined, 'length was 1..20, and is not said'],
  ])('says of %s what came and went', (word, before, after, sentence) => {
    expect(describeShift(word, before, after)).toBe(sentence);
  });
});

it('a word is one of a closed list', () => {
  expect([isWord('required'), isWord('constructor'), isWord('')]).toEqual([true, false, false]);
});
