import { describe, expect, it } from 'vitest';
import { amountsOf, factsOf, priced } from '../../test/support/prices.ts';
import { quoteRequest, readBook } from '../../test/support/risks.ts';
import {
  carriedVectors,
  NOT_PUBLISHED,
  publishedVectors,
  vectorAmounts,
  vectorRequest,
} from '../../test/support/vectors.ts';
import type { Facts } from './facts.ts';
import { price } from './rating.ts';

const motor = readBook('motor-be@1.0.0');

describe('the Belgian motor tariff', () => {
  it.each(carriedVectors)('prices %s', (vector) => {
    expect(pricedVector(vector)).toEqual(vectorAmounts(vector));
  });

  it('prices every published risk to the cent', ({ skip }) => {
    const vectors = publishedVectors() ?? skip(NOT_PUBLISHED);
    expect(vectors.map(pricedVector)).toEqual(vectors.map(vectorAmounts));
  });

  it('shows each factor under its own name, the frequency first', () => {
    const { factors } = priced(motor, factsOf(motor, quoteRequest()), 'TPL+');
    expect(factors).toEqual([
      { code: 'age', value: '41-50', relativity: '1' },
      { code: 'power', value: '56-66', relativity: '0.9925' },
      { code: 'vehicle-age', value: '9-12', relativity: '1.0325' },
      { code: 'bonus-malus', value: '1-2', relativity: '1.1375' },
      { code: 'fuel', value: 'diesel', relativity: '1.191' },
      { code: 'use', value: 'private', relativity: '1' },
      { code: 'fleet', value: 'false', relativity: '1' },
      { code: 'coverage', value: 'TPL+', relativity: '0.9061' },
      { code: 'province', value: 'EastFlanders', relativity: '1.0281' },
      { code: 'severity.age', value: '41-50', relativity: '1' },
      { code: 'severity.vehicle-age', value: '9-12', relativity: '0.9966' },
      { code: 'severity.coverage', value: 'TPL+', relativity: '0.802' },
    ]);
  });

  it('never goes below its minimum premium', () => {
    const cheap = {
      driverAge: 65,
      bonusMalusLevel: 0,
      powerKw: 20,
      vehicleAge: 3,
      fuel: 'gasoline',
      use: 'work',
    };
    const { premium } = priced(motor, { ...cheap, fleet: true, province: 'Luxembourg' }, 'TPL+');
    expect(premium.net.amount).toBe('75.00');
    expect(premium.gross.amount).toBe('95.33');
  });
});

describe('a price', () => {
  it('applies an underwriter’s loading to the net premium and taxes the result', () => {
    const { premium, factors } = priced(motor, factsOf(motor, quoteRequest()), 'TPL+', { loading: '1.2345' });
    // 240.60 × 1.2345 = 297.0207; × 27.1 % = 80.49242
    expect(premium).toEqual({
      net: { amount: '297.02', currency: 'EUR' },
      taxes: [{ code: 'premium-tax', amount: { amount: '80.49', currency: 'EUR' } }],
      gross: { amount: '377.51', currency: 'EUR' },
    });
    expect(factors.at(-1)).toEqual({
      code: 'underwriting-loading',
      value: 'underwriter',
      relativity: '1.2345',
    });
  });

  it('names the factor that it has no relativity for', () => {
    expect(price(motor, { ...factsOf(motor, quoteRequest()), fuel: 'hydrogen' }, 'TPL')).toEqual({
      unrated: 'fuel',
    });
    expect(price(motor, factsOf(motor, quoteRequest()), 'casco')).toEqual({ unrated: 'coverage' });
  });
});

describe('the edges of its bands', () => {
  it.each([
    [
      'driverAge',
      'age',
      { 17: '17-22', 22: '17-22', 23: '23-25', 50: '41-50', 51: '51-60', 70: '61-70', 71: '71+', 99: '71+' },
    ],
    [
      'powerKw',
      'power',
      {
        0: '0-33',
        33: '0-33',
        34: '34-40',
        66: '56-66',
        67: '67-80',
        100: '81-100',
        101: '101+',
        250: '101+',
      },
    ],
    ['vehicleAge', 'vehicle-age', { 0: '0-1', 1: '0-1', 2: '2-4', 12: '9-12', 13: '13+', 40: '13+' }],
    [
      'bonusMalusLevel',
      'bonus-malus',
      { 0: '0', 1: '1-2', 2: '1-2', 3: '3-4', 16: '13-16', 17: '17-22', 22: '17-22' },
    ],
  ])('%s', (fact, code, bands) => {
    for (const [value, band] of Object.entries(bands)) {
      const { factors } = priced(motor, { ...factsOf(motor, quoteRequest()), [fact]: Number(value) }, 'TPL');
      expect(factors.find((factor) => factor.code === code)?.value, `${fact} ${value}`).toBe(band);
    }
  });
});

describe('own damage', () => {
  const ownDamage = readBook('own-damage@1.0.0');

  it.each([
    ['100000.00', '1000.00'],
    ['0.49', '0.00'],
    ['0.50', '0.01'],
    ['12345.67', '123.46'],
    ['999999999999.99', '10000000000.00'],
  ])('costs 1 %% of a value of %s, without tax or minimum', (vehicleValue, net) => {
    const [coverage = ''] = ownDamage.coverages;
    const amount = { amount: net, currency: 'EUR' };
    expect(priced(ownDamage, { vehicleValue }, coverage).premium).toEqual({
      net: amount,
      taxes: [],
      gross: amount,
    });
  });
});

describe('every relativity of the book', () => {
  const cells = Object.entries(motor.factors).flatMap(([code, { relativities }]) =>
    Object.keys(relativities).map((entry) => [code, entry] as const),
  );

  it.each(cells)('%s %s counts', (code, entry) => {
    const altered = readBook('motor-be@1.0.0');
    const factor = altered.factors[code];
    if (!factor) throw new Error(`no factor ${code}`);
    factor.relativities[entry] = (Number(factor.relativities[entry]) * 1.1).toFixed(5);
    const [facts, coverage] = riskWith(code, entry);
    expect(priced(altered, facts, coverage).premium).not.toEqual(priced(motor, facts, coverage).premium);
  });
});

/** The reference risk, but for what makes a factor apply with this entry. */
function riskWith(code: string, entry: string): [Facts, string] {
  const reference: Facts = {
    driverAge: 45,
    bonusMalusLevel: 0,
    powerKw: 50,
    vehicleAge: 6,
    fuel: 'gasoline',
    use: 'private',
    fleet: false,
    province: 'Hainaut',
  };
  const of = motor.factors[code]?.of;
  if (of === undefined || of === 'coverage') return [reference, entry];
  if ('fact' in of)
    return [{ ...reference, [of.fact]: of.fact === 'fleet' ? entry === 'true' : entry }, 'TPL'];
  const { fact = '', bands = [] } = motor.bands?.[of.band] ?? {};
  return [{ ...reference, [fact]: bands.find(({ band }) => band === entry)?.from ?? null }, 'TPL'];
}

/** Through a whole request: the ages are those that its dates give. */
function pricedVector(vector: string): string[] {
  const request = vectorRequest(vector, '2026-12-01');
  const [coverage = ''] = request.coverages;
  return amountsOf(priced(motor, factsOf(motor, request), coverage));
}
