import { describe, expect, test } from 'vitest';
import { validators } from '../../openapi/generated/validators/quotes.js';
import type { Validate } from '../../openapi/generated/validators/validators.ts';
import { bodyWith, pointersOf } from './contract.ts';

const body = validators.createQuote.body as Validate;
const { query } = validators.listQuotes;

const risk = () => ({
  product: 'motor',
  startDate: '2026-12-01',
  coverages: ['TPL', 'TPL+', 'TPL++'],
  driver: { dateOfBirth: '1985-03-02', bonusMalusLevel: 2 },
  vehicle: { powerKw: 66, firstRegistered: '2017-12-01', fuel: 'diesel', use: 'private', fleet: false },
  address: { country: 'BE', postcode: '9000' },
});

/** The risk with one place set, given as a JSON pointer; undefined takes the place away. */
function riskWith(pointer: string, value: unknown): object {
  return bodyWith(risk(), pointer, value);
}

describe('a request for a quote', () => {
  test('fits, also without coverages and with a value', () => {
    expect(pointersOf(body, risk())).toEqual([]);
    expect(pointersOf(body, riskWith('/coverages', undefined))).toEqual([]);
    expect(pointersOf(body, riskWith('/vehicle/value', { amount: '0.00', currency: 'EUR' }))).toEqual([]);
  });

  const required = ['/product', '/startDate', '/driver', '/vehicle', '/address', '/driver/dateOfBirth'];
  required.push('/driver/bonusMalusLevel', '/vehicle/powerKw', '/vehicle/firstRegistered', '/vehicle/fuel');
  required.push('/vehicle/use', '/vehicle/fleet', '/address/country', '/address/postcode');
  test.each(required)('does not fit without %s', (pointer) => {
    expect(pointersOf(body, riskWith(pointer, undefined))).toEqual([pointer]);
    expect(pointersOf(body, riskWith(pointer, null))).toContain(pointer);
  });

  test.each([
    ['/product', 'Motor'],
    ['/product', '__proto__'],
    ['/startDate', '2026-02-30'],
    ['/startDate', '1899-12-31'],
    ['/startDate', '2201-01-01'],
    ['/startDate', '2026-12-01T00:00:00Z'],
    ['/coverages', []],
    ['/coverages', ['TPL', 'TPL']],
    ['/coverages', Array.from({ length: 11 }, (_, n) => `C${n}`)],
    ['/driver/bonusMalusLevel', -1],
    ['/driver/bonusMalusLevel', 23],
    ['/driver/bonusMalusLevel', 1.5],
    ['/driver/bonusMalusLevel', '2'],
    ['/driver/dateOfBirth', '1985-3-2'],
    ['/vehicle/powerKw', -1],
    ['/vehicle/powerKw', 2001],
    ['/vehicle/powerKw', 1e308],
    ['/vehicle/fuel', 'Diesel'],
    ['/vehicle/use', 'taxi'],
    ['/vehicle/fleet', 'false'],
    ['/vehicle/value', 100000],
    ['/address/country', 'be'],
    ['/address/postcode', '9'],
    ['/address/postcode', '9000\n'],
    ['/address/postcode', 9000],
  ])('does not fit with %s %j', (pointer, value) => {
    expect(pointersOf(body, riskWith(pointer, value))).toContain(pointer);
  });

  test.each(['-1.00', '1', '1.0', '1.000', '1e3', '1234567890123.00', ' 1.00'])(
    'does not fit with a vehicle worth %j',
    (amount) => {
      const value = { amount, currency: 'EUR' };
      expect(pointersOf(body, riskWith('/vehicle/value', value))).toEqual(['/vehicle/value/amount']);
    },
  );

  test.each(['/extra', '/driver/sex', '/vehicle/vin', '/address/city'])(
    'does not fit with the unknown %s',
    (pointer) => {
      expect(pointersOf(body, riskWith(pointer, 'x'))).toEqual([pointer.slice(0, pointer.lastIndexOf('/'))]);
    },
  );

  test.each([null, [], 'text', 7, true])('is not %j', (value) => {
    expect(pointersOf(body, value)).toEqual(['']);
  });

  test('names every place at once', () => {
    const { driver, ...rest } = risk();
    const faults = pointersOf(body, {
      ...rest,
      startDate: 'soon',
      vehicle: { ...rest.vehicle, powerKw: -1 },
    });
    expect(driver).toBeDefined();
    expect(faults.sort()).toEqual(['/driver', '/startDate', '/startDate', '/vehicle/powerKw']);
  });

  test('is not changed by being looked at', () => {
    const value = risk();
    body(value);
    expect(value).toEqual(risk());
  });
});

describe('a query', () => {
  test('gets its numbers and its defaults', () => {
    const [given, none] = [{ limit: '7', cursor: 'abc' }, {}];
    expect([query(given), query(none)]).toEqual([true, true]);
    expect([given, none]).toEqual([{ limit: 7, cursor: 'abc' }, { limit: 25 }]);
  });

  test.each([
    [{ limit: '0' }, '/limit'],
    [{ limit: '101' }, '/limit'],
    [{ limit: '1.5' }, '/limit'],
    [{ limit: 'all' }, '/limit'],
    [{ limit: '' }, '/limit'],
    [{ limit: ['1', '2'] }, '/limit'],
    [{ cursor: '' }, '/cursor'],
    [{ cursor: 'x'.repeat(513) }, '/cursor'],
    [{ page: '2' }, ''],
  ])('does not fit as %j', (value, pointer) => {
    expect(pointersOf(query, value)).toEqual([pointer]);
  });

  test('is refused where the operation has none', () => {
    expect(pointersOf(validators.getQuote.query, { expand: 'all' })).toEqual(['']);
  });
});

describe('a path', () => {
  const path = validators.getQuote.path as Validate;

  test('holds an id of the right kind', () => {
    expect(path({ quoteId: 'quo_01KAE8Z2V0Q8M5T3S7R9XWYB4C' })).toBe(true);
    const wrong = ['off_01KAE8Z2V0Q8M5T3S7R9XWYB4C', 'quo_01kae8z2v0q8m5t3s7r9xwyb4c', 'quo_1', ''];
    expect(wrong.filter((quoteId) => path({ quoteId }))).toEqual([]);
  });
});

describe('headers', () => {
  const headers = validators.decideReferral.headers as Validate;

  test('may be missing, and hold no spaces', () => {
    expect(headers({})).toBe(true);
    expect(headers({ 'Idempotency-Key': 'k'.repeat(255), 'If-Match': '"1"' })).toBe(true);
    expect(pointersOf(headers, { 'Idempotency-Key': 'a b' })).toEqual(['/Idempotency-Key']);
    expect(pointersOf(headers, { 'Idempotency-Key': 'k'.repeat(256) })).toEqual(['/Idempotency-Key']);
  });
});

describe('a decision on a referral', () => {
  const decision = validators.decideReferral.body as Validate;

  test.each(['1', '1.0', '1.25', '5', '5.00'])('may load the premium by %s', (loading) => {
    expect(decision({ decision: 'accept', reason: 'x', terms: { loading } })).toBe(true);
  });

  test.each(['0.9', '5.01', '-1', '1,2', 1.25])('may not load the premium by %j', (loading) => {
    expect(pointersOf(decision, { decision: 'accept', reason: 'x', terms: { loading } })).toEqual([
      '/terms/loading',
    ]);
  });

  test('counts characters, not code units', () => {
    expect(decision({ decision: 'decline', reason: '😀'.repeat(1000) })).toBe(true);
    expect(pointersOf(decision, { decision: 'decline', reason: 'x'.repeat(1001) })).toEqual(['/reason']);
  });
});
