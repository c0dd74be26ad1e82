import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readBook } from '../../test/support/risks.ts';
import { faultsOf } from './book-faults.ts';
import type { RateBook } from './rate-book.ts';

const shipped = readdirSync(join(import.meta.dirname, 'books')).map((file) => file.replace(/\.json$/, ''));

it.each(shipped)('%s has no fault', (name) => {
  expect(faultsOf(readBook(name))).toEqual([]);
});

const [age = { band: '', from: 0, to: 0 }] = readBook('motor-be@1.0.0').bands?.age?.bands ?? [];

type Case = [where: string, alter: (book: RateBook) => Partial<RateBook>, fault: string];

const FAULTS: Case[] = [
  ['a step that names no fact', () => ({ steps: [step({ fact: 'age' })] }), 'step net: fact age is missing'],
  [
    'a step that names no factor',
    () => ({ steps: [step({ factor: 'age-' })] }),
    'step net: factor age- is missing',
  ],
  [
    'a step that names a later one',
    () => ({ steps: [step({ step: 'net' })] }),
    'step net: earlier step net is missing',
  ],
  ['a step that is there twice', () => ({ steps: [step('1'), step('2')] }), 'step net: there are two'],
  ['no net', () => ({ net: 'nett' }), 'net: there is no step nett'],
  [
    'a net that is not rounded',
    () => ({ steps: [{ ...step('1'), round: { places: 3, mode: 'up' } }] }),
    'step net: a premium is rounded to cents',
  ],
  [
    'a tax on nothing',
    () => ({ taxes: [{ code: 'ipt', base: 'nett', rate: '0.1' }] }),
    'tax ipt: step nett is missing',
  ],
  [
    'a tax in mills',
    () => ({ taxes: [{ code: 'ipt', flat: '1', round: { places: 3, mode: 'up' } }] }),
    'tax ipt: a tax is rounded to cents',
  ],
  [
    'a tax that is there twice',
    () => ({
      taxes: [
        { code: 'ipt', flat: '1' },
        { code: 'ipt', flat: '2' },
      ],
    }),
    'tax ipt: there are two',
  ],
  [
    'a rule on no fact',
    () => ({ refer: [rule({ fact: 'power', above: 1 })] }),
    'rule tested: fact power is missing',
  ],
  [
    'a rule on no factor',
    () => ({ refer: [rule({ unrated: 'fuels' })] }),
    'rule tested: factor fuels is missing',
  ],
  [
    'a coverage without a price',
    () => ({ coverages: ['TPL', 'TPL+', 'TPL++', 'CASCO'] }),
    'factor coverage: a relativity for coverage CASCO is missing',
  ],
  [
    'a relativity of no band',
    ({ factors }) => ({
      factors: { ...factors, age: { of: { band: 'age' }, relativities: { '17-99': '1' } } },
    }),
    'factor age: band 17-99 is missing',
  ],
  [
    'a factor of no banding',
    ({ factors }) => ({
      factors: { ...factors, age: { of: { band: 'ages' }, relativities: { '1': '1' } } },
    }),
    'factor age: there is no banding ages',
  ],
  [
    'bands that overlap',
    ({ bands }) => ({
      bands: { ...bands, age: { fact: 'driverAge', bands: [age, { band: 'young', from: 20, to: null }] } },
    }),
    'banding age: 20 falls in two',
  ],
  [
    'a band that is empty',
    ({ bands }) => ({ bands: { ...bands, age: { fact: 'driverAge', bands: [{ ...age, to: 3 }] } } }),
    'banding age: 17 to 3 is empty',
  ],
];

it.each(FAULTS)('a fault is found in %s', (_where, alter, fault) => {
  const book = readBook('motor-be@1.0.0');
  expect(faultsOf({ ...book, ...alter(book) })).toContain(fault);
});

function step(operand: RateBook['steps'][number]['operands'][number]): RateBook['steps'][number] {
  return { name: 'net', operation: 'sum', operands: [operand], round: { places: 2, mode: 'half-up' } };
}

function rule(when: RateBook['refer'][number]['when']): RateBook['refer'][number] {
  return { code: 'tested', detail: 'Tested.', when };
}
