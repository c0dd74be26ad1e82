import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Clause, clause, parseClause, printClause } from './clause.ts';

const words = ['required', 'is', 'type', 'length', 'pattern', 'refusals'] as const;

const clauses: fc.Arbitrary<Clause> = fc.record({
  side: fc.constantFrom('takes', 'gives'),
  subject: fc.stringMatching(/^[A-Za-z][\w.[\]*-]{0,40}$/),
  terms: fc
    .dictionary(fc.constantFrom(...words), fc.stringMatching(/^([!-~]([ -:<-~]{0,30}[!-~])?)?$/), {
      maxKeys: 4,
    })
    .map((terms) => new Map(Object.entries(terms)) as Clause['terms']),
});

it('is read from its line as it was written', () => {
  fc.assert(
    fc.property(clauses, (one) => {
      expect(parseClause(printClause(one))).toEqual(one);
    }),
  );
});

it('reads like a sentence', () => {
  const one = clause('takes', 'Quote.startDate', {
    required: true,
    is: 'Date',
    closed: false,
    mask: undefined,
  });
  expect(printClause(one)).toBe('takes Quote.startDate: required; is Date');
});

it.each(['', 'Quote.startDate: required', 'wants Quote: closed', 'gives Quote: polite'])(
  'is not what %j says',
  (line) => {
    expect(() => parseClause(line)).toThrow(/promise/);
  },
);

it('may promise of something no more than that it is there', () => {
  expect(parseClause('gives Quote: ').terms.size).toBe(0);
});

it('is refused where its line would be read as another', () => {
  expect(() => printClause(clause('gives', 'Quote', { pattern: 'a; required' }))).toThrow('one line');
  expect(() => printClause(clause('gives', 'Quote of a car', { closed: true }))).toThrow('one line');
});
