import { describe, expect, it } from 'vitest';
import { quoteRequest, readBook } from '../../test/support/risks.ts';
import { deriveFacts } from './facts.ts';
import type { RateBook } from './rate-book.ts';
import { judge, type Verdict } from './rules.ts';

const motor = readBook('motor-be@1.0.0');

describe('the motor book rates', () => {
  it.each([
    ['a driver of 17', { driver: { dateOfBirth: '2009-12-01' } }],
    ['a driver of 100', { driver: { dateOfBirth: '1926-12-01' } }],
    ['250 kW', { vehicle: { powerKw: 250 } }],
    ['0 kW', { vehicle: { powerKw: 0 } }],
    ['bonus-malus level 22', { driver: { bonusMalusLevel: 22 } }],
    ['a vehicle of that day', { vehicle: { firstRegistered: '2026-12-01' } }],
    ['a vehicle of 1910', { vehicle: { firstRegistered: '1910-01-01' } }],
  ])('%s', (_what, risk) => {
    expect(verdict(risk)).toEqual({ outcome: 'rate' });
  });
});

describe('the motor book declines', () => {
  it.each([
    ['a driver of 16', { driver: { dateOfBirth: '2009-12-02' } }, ['driver-too-young']],
    ['a postcode outside its table', { address: { postcode: '0999' } }, ['postcode-not-rated']],
    ['another country', { address: { country: 'LU' } }, ['postcode-not-rated']],
    [
      'with every reason there is',
      { driver: { dateOfBirth: '2010-01-01' }, address: { postcode: '12' } },
      ['driver-too-young', 'postcode-not-rated'],
    ],
    [
      'before it refers',
      { driver: { dateOfBirth: '2010-01-01' }, vehicle: { powerKw: 300, fuel: 'lpg' } },
      ['driver-too-young'],
    ],
  ])('%s', (_what, risk, codes) => {
    expect(codesOf(verdict(risk))).toEqual(['declined', ...codes]);
  });
});

describe('the motor book refers', () => {
  it.each(['electric', 'hybrid', 'plug-in-hybrid', 'lpg', 'cng', 'hydrogen', 'ethanol', 'other'])(
    '%s',
    (fuel) => {
      expect(codesOf(verdict({ vehicle: { fuel } }))).toEqual(['referred', 'fuel-not-rated']);
    },
  );

  it('more than 250 kW', () => {
    expect(codesOf(verdict({ vehicle: { powerKw: 251 } }))).toEqual(['referred', 'power-above-limit']);
  });

  it('with every reason there is', () => {
    const codes = ['referred', 'power-above-limit', 'fuel-not-rated'];
    expect(codesOf(verdict({ vehicle: { fuel: 'electric', powerKw: 400 } }))).toEqual(codes);
  });
});

describe('a rule', () => {
  it.each([
    ['below', { fact: 'worth', below: 500.5 }, { worth: '500.49' }, { worth: '500.50' }],
    ['above', { fact: 'worth', above: 150000 }, { worth: '150000.01' }, { worth: '150000.00' }],
    ['in', { fact: 'use', in: ['taxi', 'rental'] }, { use: 'taxi' }, { use: 'private' }],
    ['notFound', { notFound: 'zone' }, { zone: null }, { zone: 'north' }],
  ])('on what is %s', (_kind, when, fires, rests) => {
    const book: RateBook = { ...motor, decline: [], refer: [{ code: 'tested', detail: 'Tested.', when }] };
    expect(codesOf(judge(book, fires))).toEqual(['referred', 'tested']);
    expect(judge(book, rests)).toEqual({ outcome: 'rate' });
  });

  it('fires on amounts as on numbers, and never on what is neither', () => {
    const when = { fact: 'worth', above: 10 };
    const book: RateBook = { ...motor, decline: [{ code: 'dear', detail: 'Too dear.', when }], refer: [] };
    expect(codesOf(judge(book, { worth: 11 }))).toEqual(['declined', 'dear']);
    expect(codesOf(judge(book, { worth: '9.00' }))).toEqual(['rate']);
    expect(codesOf(judge(book, { worth: null }))).toEqual(['rate']);
    expect(codesOf(judge(book, { worth: 'diesel' }))).toEqual(['rate']);
  });
});

function verdict(risk: Parameters<typeof quoteRequest>[0]): Verdict {
  const derived = deriveFacts(motor, quoteRequest(risk));
  if ('refusal' in derived) throw new Error(derived.detail);
  return judge(motor, derived.facts);
}

function codesOf(given: Verdict): string[] {
  return given.outcome === 'rate' ? ['rate'] : [given.outcome, ...given.reasons.map(({ code }) => code)];
}
