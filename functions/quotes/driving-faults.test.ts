import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readDrivingBook } from '../../test/support/driving-books.ts';
import { readBook } from '../../test/support/risks.ts';
import type { DrivingBook } from './driving-book.ts';
import { drivingFaultsOf } from './driving-faults.ts';

const namesIn = (folder: string) =>
  readdirSync(join(import.meta.dirname, folder)).map((file) => file.replace(/\.json$/, ''));
const rateBooks = namesIn('books').map(readBook);

it.each(namesIn('driving-books'))('%s has no fault', (name) => {
  expect(drivingFaultsOf(readDrivingBook(name), rateBooks)).toEqual([]);
});

const [low = { band: '', from: 0, to: 0, relativity: '' }, ...high] = readDrivingBook().bands;

type Case = [what: string, changes: Partial<DrivingBook>, fault: string];

const FAULTS: Case[] = [
  [
    'a calibration that ends early',
    { calibration: [at(0, 0), at(90, 90)] },
    'calibration: it has to reach from 0 to 100',
  ],
  [
    'a calibration that falls',
    { calibration: [at(0, 50), at(50, 40), at(100, 100)] },
    'calibration: 50 does not ascend',
  ],
  [
    'a calibration that jumps',
    { calibration: [at(0, 0), at(50, 40), at(50, 60), at(100, 100)] },
    'calibration: 50 does not ascend',
  ],
  ['no band for the lowest scores', { bands: high }, 'bands: the lowest score falls in none'],
  [
    'a score in no band',
    { bands: [{ ...low, to: 28 }, ...high] },
    'band 0-29: 0 to 28 does not meet the next',
  ],
  [
    'a score in two bands',
    { bands: [{ ...low, to: 30 }, ...high] },
    'band 0-29: 0 to 30 does not meet the next',
  ],
  [
    'a cap that nothing fits in',
    { cap: { least: '1.3', most: '0.75' } },
    'cap: the least is more than the most',
  ],
  [
    'an unknown product',
    { products: { boat: { step: 'net' } } },
    'product boat: there is no rate book of it',
  ],
  [
    'a step that a rate book lacks',
    { products: { 'own-damage': { step: 'frequency' } } },
    'product own-damage: its book of 2020-01-01 has no step frequency',
  ],
];

it.each(FAULTS)('is told of %s', (_what, changes, fault) => {
  expect(drivingFaultsOf({ ...readDrivingBook(), ...changes }, rateBooks)).toEqual([fault]);
});

function at(score: number, as: number): { score: number; as: number } {
  return { score, as };
}
