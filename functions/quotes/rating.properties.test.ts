import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDrivingBook } from '../../test/support/driving-books.ts';
import { amountsOf, priced } from '../../test/support/prices.ts';
import {
  amountOf,
  cents,
  larger,
  ofCents,
  over,
  type Rational,
  rational,
  times,
} from '../../test/support/rational.ts';
import { readBook } from '../../test/support/risks.ts';
import { drivingFactor } from './driving-factor.ts';
import type { Facts } from './facts.ts';
import type { RateBook } from './rate-book.ts';
import type { PricedCoverage } from './rating.ts';

const motor = readBook('motor-be@1.0.0');

describe('any risk', () => {
  const risks = fc.record({
    driverAge: fc.integer({ min: 17, max: 110 }),
    bonusMalusLevel: fc.integer({ min: 0, max: 22 }),
    powerKw: fc.integer({ min: 0, max: 250 }),
    vehicleAge: fc.integer({ min: 0, max: 120 }),
    fuel: fc.constantFrom('gasoline', 'diesel'),
    use: fc.constantFrom('private', 'work'),
    fleet: fc.boolean(),
    province: fc.constantFrom(...Object.keys(motor.factors.province?.relativities ?? {})),
  });
  const coverages = fc.constantFrom(...motor.coverages);

  it('costs what the published formula says, in exact fractions', () => {
    fc.assert(
      fc.property(risks, coverages, (facts, coverage) => {
        expect(amountsOf(priced(motor, facts, coverage))).toEqual(byFormula(facts, coverage));
      }),
      { numRuns: 500 },
    );
  });

  it('costs the same with a frequency that driving multiplies, before anything is rounded', () => {
    const drivers = fc.record({
      score: fc.integer({ min: 0, max: 1000 }).map((tenths) => tenths / 10),
      annualKm: fc.integer({ min: 1, max: 100_000 }),
    });
    fc.assert(
      fc.property(risks, coverages, drivers, (facts, coverage, driver) => {
        const factor = drivingFactor(readDrivingBook(), 'motor', driver);
        if (!factor) throw new Error('driving prices motor');
        const outcome = priced(motor, facts, coverage, {
          driving: { ...factor, drivingBook: 'driving@1.0.0' },
        });
        expect(amountsOf(outcome)).toEqual(byFormula(facts, coverage, factor.factor));
        expect(outcome.factors).toContainEqual({
          code: 'driving-score',
          value: 'driving@1.0.0',
          relativity: factor.factor,
        });
      }),
    );
  });

  it('pays net and all taxes, and more tax on more premium', () => {
    fc.assert(
      fc.property(risks, coverages, fc.integer({ min: 1, max: 4 }), (facts, coverage, loading) => {
        const [net, tax, gross] = inCents(priced(motor, facts, coverage));
        const [loadedNet, loadedTax] = inCents(priced(motor, facts, coverage, { loading: String(loading) }));
        expect(gross).toBe(net + tax);
        expect(loadedNet).toBe(net * loading);
        expect(loadedTax).toBeGreaterThanOrEqual(tax);
      }),
    );
  });

  it('costs the same again, from a copy of book and facts whose keys lie in another order', () => {
    fc.assert(
      fc.property(risks, coverages, (facts, coverage) => {
        const replayed = priced(reversed(motor) as RateBook, reversed(facts) as Facts, coverage);
        expect(replayed).toEqual(priced(motor, facts, coverage));
      }),
      { numRuns: 50 },
    );
  });
});

/** The tariff's algorithm as its authors publish it, on fractions, sharing nothing with the engine but the tables. */
function byFormula(facts: Facts, coverage: string, driving = '1'): string[] {
  const pick = (code: string, entry: unknown) =>
    rational(motor.factors[code]?.relativities[String(entry)] ?? '');
  const band = (name: string, value: unknown) =>
    motor.bands?.[name]?.bands.findLast(({ from }) => from <= Number(value))?.band;
  const age = band('age', facts.driverAge);
  const vehicleAge = band('vehicleAge', facts.vehicleAge);
  const frequency = [
    pick('age', age),
    pick('power', band('power', facts.powerKw)),
    pick('vehicle-age', vehicleAge),
    pick('bonus-malus', band('bonusMalus', facts.bonusMalusLevel)),
    ...['fuel', 'use', 'fleet', 'province'].map((code) => pick(code, facts[code])),
    pick('coverage', coverage),
    rational(driving),
  ].reduce(times, rational('0.106328'));
  const severity: Rational = [
    pick('severity.age', age),
    pick('severity.vehicle-age', vehicleAge),
    pick('severity.coverage', coverage),
  ].reduce(times, rational('1349.05'));
  const pure = cents([frequency, severity, rational('1.0547')].reduce(times));
  const net = cents(larger(over(ofCents(pure), rational('0.65')), rational('75')));
  const tax = cents(times(ofCents(net), rational('0.271')));
  return [net, tax, net + tax].map(amountOf);
}

function inCents(coverage: PricedCoverage): [net: number, tax: number, gross: number] {
  const [net = 0, tax = 0, gross = 0] = amountsOf(coverage).map((amount) => Number(amount.replace('.', '')));
  return [net, tax, gross];
}

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}
