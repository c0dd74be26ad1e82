import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDrivingBook } from '../../test/support/driving-books.ts';
import { bandOf, distanceRelativity } from './driving-book.ts';
import { type DrivingFactor, drivingFactor } from './driving-factor.ts';

const book = readDrivingBook();

function factorOf(score: number, annualKm: number): DrivingFactor {
  const factor = drivingFactor(book, 'motor', { score, annualKm });
  if (!factor) throw new Error('driving prices motor');
  return factor;
}

describe('a score', () => {
  it.each([
    // Half of it, up to 80; a half goes up.
    [0, '0-29', '1.956'],
    [58.9, '0-29', '1.956'],
    [59, '30-39', '1.510'],
    [78.9, '30-39', '1.510'],
    [79, '40-49', '1.327'],
    // The points of the calibration: 40, 69, 100.
    [80, '40-49', '1.327'],
    [92, '60-69', '1.024'],
    [100, '90-100', '0.690'],
    // 40 + 6 × 29/12 = 54.5, and 69 + 3 × 31/8 = 80.625.
    [86, '50-59', '1.166'],
    [95, '80-89', '0.791'],
    // 69 + 0.1 × 31/8 = 69.39, and 69 + 0.2 × 31/8 = 69.775.
    [92.1, '60-69', '1.024'],
    [92.2, '70-79', '0.900'],
  ])('of %s is calibrated into the band %s', (score, band, relativity) => {
    expect(bandOf(book, score)).toMatchObject({ band, relativity });
  });
});

describe('the kilometres of a year', () => {
  it.each([
    [9160, '1'],
    [12_000, '1.0823425479'],
    [5000, '0.8374576179'],
    [3050.4, '0.7245713643'],
    [0, '0'],
  ])('%s: to the power of 0.293, in ten places', (km, relativity) => {
    expect(distanceRelativity(book, km).toFixed()).toBe(relativity);
  });
});

describe('the factor', () => {
  it('is the product of both, exactly', () => {
    expect(factorOf(95, 12_000)).toEqual({
      step: 'frequency',
      factor: '0.8561329553889',
      factors: [
        { code: 'score', value: '80-89', relativity: '0.791' },
        { code: 'distance', value: '12000', relativity: '1.0823425479' },
      ],
    });
  });

  it.each([
    ['good', 100, 5000, '0.75', '1.2979242155'],
    ['bad', 20, 9160, '1.3', '0.6646216769'],
  ])('of very %s driving is capped, and says so', (_how, score, km, capped, relativity) => {
    const { factor, factors } = factorOf(score, km);
    expect(factor).toBe(capped);
    expect(factors.at(-1)).toEqual({ code: 'cap', value: capped, relativity });
    expect(factors).toHaveLength(3);
  });

  it('that is the end of the cap itself is none that was capped', () => {
    const exact = { ...book, cap: { least: '0.690', most: '1.956' } };
    const codes = (score: number) =>
      drivingFactor(exact, 'motor', { score, annualKm: 9160 })?.factors.map(({ code }) => code);
    expect([codes(100), codes(20)]).toEqual([
      ['score', 'distance'],
      ['score', 'distance'],
    ]);
  });

  it('is none for a product that the book does not price', () => {
    expect(drivingFactor(book, 'own-damage', { score: 95, annualKm: 12_000 })).toBeUndefined();
  });
});

describe('any driving', () => {
  const scores = fc.integer({ min: 0, max: 1000 }).map((tenths) => tenths / 10);
  const kilometres = fc.double({ min: 0, max: 200_000, noNaN: true }).map((km) => Math.round(km * 10) / 10);
  const value = (score: number, km: number) => Number(factorOf(score, km).factor);

  it('moves a price by no more than the cap', () => {
    fc.assert(
      fc.property(scores, kilometres, (score, km) => {
        expect(value(score, km)).toBeGreaterThanOrEqual(0.75);
        expect(value(score, km)).toBeLessThanOrEqual(1.3);
      }),
    );
  });

  it('costs no more with a better score, and no less with more kilometres', () => {
    fc.assert(
      fc.property(scores, scores, kilometres, kilometres, (a, b, c, d) => {
        const [worse, better] = [Math.min(a, b), Math.max(a, b)];
        const [near, far] = [Math.min(c, d), Math.max(c, d)];
        expect(value(better, c)).toBeLessThanOrEqual(value(worse, c));
        expect(value(a, near)).toBeLessThanOrEqual(value(a, far));
      }),
    );
  });

  it('is priced with the product of what the trace names', () => {
    fc.assert(
      fc.property(scores, kilometres, (score, km) => {
        fc.pre(km > 0);
        const { factor, factors } = factorOf(score, km);
        const product = factors.reduce((sum, { relativity }) => sum * Number(relativity), 1);
        expect(product).toBeCloseTo(Number(factor), 8);
      }),
    );
  });
});
