import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Clearance, PiiClass } from '../../openapi/generated/masks/masks.ts';
import { isMaskFormat, maskFormats, maskProperty } from './mask-formats.ts';

type Format = keyof typeof maskFormats;

const clearing = (...lifted: PiiClass[]): Clearance => ({ lifted: new Set(lifted), released: new Set() });

describe('each format', () => {
  test.each<[Format, string, string | undefined]>([
    ['pan', '4111111111111111', '***1111'],
    ['iban', 'BE68539007547034', 'BE***7034'],
    ['vin', 'WVWZZZ1JZXW000001', 'WVW***0001'],
    ['plate', '1ABC234', '1A***'],
    ['email', 'john.doe@dot.example', 'j***@d***'],
    ['phone', '+32470123456', '***56'],
    ['name', 'Anna Peeters', 'A. P.'],
    ['name', 'Anne-Marie', 'A. M.'],
    ['name', '😀x', '😀.'],
    ['date-of-birth', '1985-03-02', '1985'],
    ['postcode', '9000', '90***'],
    ['absent', 'anything', undefined],
  ])('%s of %s', (format, value, mask) => {
    expect(maskFormats[format](value)).toBe(mask);
  });

  test.each<[Format, string, string | undefined]>([
    ['pan', '1111', '***'],
    ['iban', 'BE7034', '***'],
    ['vin', 'WVW0001', '***'],
    ['plate', '1A', '***'],
    ['postcode', '', '***'],
    ['email', 'no address', undefined],
    ['email', 'two@at@signs', undefined],
    ['date-of-birth', '2 March 1985', undefined],
    ['name', '  ', undefined],
  ])('%s hides %j whole, since it cannot hide a part', (format, value, mask) => {
    expect(maskFormats[format](value)).toBe(mask);
  });
});

describe('what is hidden', () => {
  const hidden = fc.stringMatching(/^[a-z0-9]{1,20}$/);

  test.each<[Format, string, string]>([
    ['pan', '', '1111'],
    ['iban', 'BE', '7034'],
    ['vin', 'WVW', '0001'],
    ['plate', '1A', ''],
    ['phone', '', '56'],
    ['postcode', '90', ''],
    ['email', 'j', '@d'],
    ['email', 'john@d', ''],
    ['name', 'A', ''],
  ])('by %s changes nothing of the mask', (format, first, last) => {
    const mask = (middle: string): string | undefined => maskFormats[format](`${first}${middle}${last}`);
    fc.assert(fc.property(hidden, hidden, (one, other) => mask(one) === mask(other)));
  });
});

describe('a property', () => {
  const anna = () => ({ name: 'Anna', age: 41 });

  test('is masked unless its class is lifted', () => {
    const record = anna();
    maskProperty(record, 'name', 'identity', 'name', clearing('contact'));
    expect(record).toEqual({ name: 'A.', age: 41 });
    const lifted = anna();
    maskProperty(lifted, 'name', 'identity', 'name', clearing('identity'));
    expect(lifted).toEqual(anna());
  });

  test('is noted as released where it is in clear, and nowhere else', () => {
    const clearance = clearing('identity');
    maskProperty(anna(), 'email', 'identity', 'email', clearance);
    maskProperty(anna(), 'name', 'contact', 'name', clearance);
    expect([...clearance.released]).toEqual([]);
    maskProperty(anna(), 'name', 'identity', 'name', clearance);
    expect([...clearance.released]).toEqual(['identity']);
  });

  test('that is no text goes', () => {
    const record = anna();
    maskProperty(record, 'age', 'identity', 'name', clearing());
    expect(record).toEqual({ name: 'Anna' });
  });

  test('that is not there is not made', () => {
    const record = anna();
    maskProperty(record, 'email', 'contact', 'email', clearing());
    expect(record).toEqual(anna());
  });
});

test('only a format is a format', () => {
  expect(isMaskFormat('iban')).toBe(true);
  expect(['toString', 'none', undefined].some(isMaskFormat)).toBe(false);
});
