import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical.ts';

describe('canonical JSON', () => {
  it('has sorted keys at every depth, and lists in their order', () => {
    expect(canonicalJson({ b: [2, 1, { z: 1, a: null }], a: 'é' })).toBe(
      '{"a":"é","b":[2,1,{"a":null,"z":1}]}',
    );
  });

  it('is JSON of the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('is the same for equal values, whatever the order of their keys', () => {
    const record = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(record, (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(turned)).toBe(canonicalJson(value));
      }),
    );
  });

  it('differs where values differ', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        const same = JSON.stringify(one) === JSON.stringify(other);
        fc.pre(!same && JSON.stringify(one).length !== JSON.stringify(other).length);
        expect(canonicalJson(one)).not.toBe(canonicalJson(other));
      }),
    );
  });
});
