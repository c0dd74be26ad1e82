import { describe, expect, it } from 'vitest';
import { bundle } from '../../openapi/generate/bundle.ts';
import { Compiler } from '../../openapi/generate/compiler.ts';
import type { Contract } from '../../openapi/generate/contract.ts';
import { amountsOf, factsOf, priced } from '../../test/support/prices.ts';
import { quoteRequest } from '../../test/support/risks.ts';
import { faultsOf } from './book-faults.ts';
import type { Facts } from './facts.ts';
import type { RateBook } from './rate-book.ts';
import { judge } from './rules.ts';

/**
 * Another country's tariff on the same engine. France multiplies a reference premium by the coefficient de
 * réduction-majoration (0.50 to 3.50; × 0.95 for each claim-free year and × 1.25 for each claim, cut off after two
 * decimals; level 13 is where everyone starts), and levies three taxes and a flat contribution on each contract. The
 * reference premiums, and which tax rounds how, are made up.
 */
const french: RateBook = {
  product: 'motor-fr',
  effectiveFrom: '2026-01-01',
  currency: 'EUR',
  source: 'Code des assurances, annexe à l’article A. 121-1, for the coefficients.',
  coverages: ['RC', 'RC+'],
  facts: {
    level: { copy: '/driver/bonusMalusLevel' },
    vehicleAge: { completedYears: { from: '/vehicle/firstRegistered', to: '/startDate' } },
    fuel: { copy: '/vehicle/fuel' },
    value: { amount: '/vehicle/value' },
    zone: {
      lookup: {
        of: '/address/postcode',
        digits: 5,
        where: { '/address/country': 'FR' },
        ranges: [
          { from: 1000, to: 1999, entry: 'Ain' },
          { from: 69000, to: 69999, entry: 'Rhône' },
          { from: 75000, to: 75999, entry: 'Paris' },
        ],
      },
    },
  },
  bands: {
    vehicle: {
      fact: 'vehicleAge',
      bands: [
        { band: 'new', from: 0, to: 7 },
        { band: 'old', from: 8, to: null },
      ],
    },
    worth: {
      fact: 'value',
      bands: [
        { band: 'to 20000', from: 0, to: 20000 },
        { band: 'above 20000', from: 20000.01, to: null },
      ],
    },
  },
  factors: {
    reference: { of: 'coverage', relativities: { RC: '312.40', 'RC+': '355.15' } },
    zone: { of: { fact: 'zone' }, relativities: { Ain: '0.87', Rhône: '1.12', Paris: '1.35' } },
    vehicle: { of: { band: 'vehicle' }, relativities: { new: '1', old: '0.94' } },
    worth: { of: { band: 'worth' }, relativities: { 'to 20000': '1', 'above 20000': '1.085' } },
    crm: { of: { fact: 'level' }, relativities: coefficients() },
  },
  steps: [
    {
      name: 'technical',
      operation: 'product',
      operands: [{ factor: 'reference' }, { factor: 'zone' }, { factor: 'vehicle' }, { factor: 'worth' }],
      round: { places: 2, mode: 'half-up' },
    },
    {
      name: 'personal',
      operation: 'product',
      operands: [{ step: 'technical' }, { factor: 'crm' }],
      round: { places: 2, mode: 'down' },
    },
    { name: 'floored', operation: 'max', operands: [{ step: 'personal' }, '180'] },
    { name: 'capped', operation: 'min', operands: [{ step: 'floored' }, '1000'] },
    {
      name: 'net',
      operation: 'sum',
      operands: [{ step: 'capped' }, '24'],
      round: { places: 2, mode: 'half-even' },
    },
  ],
  net: 'net',
  taxes: [
    { code: 'TSCA', base: 'net', rate: '0.18' },
    { code: 'TSA', base: 'net', rate: '0.15', round: { places: 2, mode: 'up' } },
    { code: 'FGAO', base: 'personal', rate: '0.02', round: { places: 2, mode: 'down' } },
    { code: 'FGTI', flat: '6.50' },
  ],
  decline: [{ code: 'zone-not-rated', detail: 'Not sold there.', when: { notFound: 'zone' } }],
  refer: [
    { code: 'high-value', detail: 'A valuable vehicle.', when: { fact: 'value', above: 150000 } },
    { code: 'unusual-fuel', detail: 'An unusual fuel.', when: { fact: 'fuel', in: ['hydrogen', 'other'] } },
  ],
};

describe('a French motor book', () => {
  it('is a rate book', () => {
    const { components } = bundle(
      new URL('../../openapi/rate-book.yaml', import.meta.url),
    ) as unknown as Contract;
    const compiler = new Compiler(components.schemas);
    compiler.add('rateBook', { $ref: '#/components/schemas/RateBook' });
    expect(compiler.check('rateBook', french)).toEqual([]);
    expect(faultsOf(french)).toEqual([]);
  });

  it.each([
    // 312.40 × 1.12 × 0.94 = 328.89; × 1; + 24 = 352.89, taxed 63.52, 52.94 (up), 6.57 (down) and 6.50
    ['at the start', 'RC', 13, '69003', '9000.00', ['352.89', '63.52', '52.94', '6.57', '6.50', '482.42']],
    // 328.89 × 0.54 = 177.60 (down), at least 180; the guarantee fund takes its share of 177.60
    [
      'after eleven years without a claim',
      'RC',
      2,
      '69003',
      '9000.00',
      ['204.00', '36.72', '30.60', '3.55', '6.50', '281.37'],
    ],
    // 355.15 × 1.35 × 0.94 × 1.085 = 488.99; × 3.50 = 1,711.46, at most 1,000
    [
      'after six claims',
      'RC+',
      19,
      '75011',
      '20000.01',
      ['1024.00', '184.32', '153.60', '34.22', '6.50', '1402.64'],
    ],
    // 312.40 × 0.87 × 0.94 = 255.48; the postcode keeps its leading zero
    ['in the Ain', 'RC', 13, '01000', '20000.00', ['279.48', '50.31', '41.93', '5.10', '6.50', '383.32']],
  ])('prices a driver %s', (_who, coverage, bonusMalusLevel, postcode, value, expected) => {
    const facts = riskFacts({ bonusMalusLevel, postcode, value });
    expect(judge(french, facts)).toEqual({ outcome: 'rate' });
    const offer = priced(french, facts, coverage);
    expect(amountsOf(offer)).toEqual(expected);
    expect(offer.factors.map(({ code }) => code)).toEqual(['reference', 'zone', 'vehicle', 'worth', 'crm']);
  });
});

it('is judged by its own rules', () => {
  expect(judge(french, riskFacts({ postcode: '1000' })).outcome).toBe('declined');
  expect(judge(french, riskFacts({ value: '150000.01' })).outcome).toBe('referred');
  expect(judge(french, riskFacts({ fuel: 'hydrogen' })).outcome).toBe('referred');
  expect(judge(french, riskFacts({ fuel: 'electric' })).outcome).toBe('rate');
});

/** By level: thirteen years down from 1.00 to 0.50 and six claims up to 3.50, in hundredths cut off at each. */
function coefficients(): Record<string, string> {
  const table: Record<string, string> = { 13: '1' };
  for (let level = 12, value = 100; level >= 0; level--) {
    value = Math.max(50, Math.trunc((value * 95) / 100));
    table[level] = (value / 100).toFixed(2);
  }
  for (let level = 14, value = 100; level <= 19; level++) {
    value = Math.min(350, Math.trunc((value * 125) / 100));
    table[level] = (value / 100).toFixed(2);
  }
  return table;
}

interface Risk {
  bonusMalusLevel?: number;
  postcode?: string;
  value?: string;
  fuel?: string;
}

function riskFacts({
  bonusMalusLevel = 13,
  postcode = '75011',
  value = '9000.00',
  fuel = 'diesel',
}: Risk): Facts {
  const request = quoteRequest({
    driver: { bonusMalusLevel },
    vehicle: { fuel, value: { amount: value, currency: 'EUR' } },
    address: { country: 'FR', postcode },
  });
  return factsOf(french, request);
}
