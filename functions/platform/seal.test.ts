import { createSecretKey, type KeyObject } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BrokenSeal, type Place, seal, unseal } from './seal.ts';

const key = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes): KeyObject => createSecretKey(Buffer.from(bytes)));
const place: fc.Arbitrary<Place> = fc.record({ subjectId: fc.string(), recordId: fc.string() });
const content = fc.uint8Array({ maxLength: 2_000 }).map((bytes) => Buffer.from(bytes));

const same = (one: object, other: object) => JSON.stringify(one) === JSON.stringify(other);

describe('a sealed value', () => {
  it('opens under its key, where it was put', () => {
    fc.assert(
      fc.property(key, place, content, (secret, where, value) => {
        expect(unseal(secret, where, seal(secret, where, value))).toEqual(value);
      }),
    );
  });

  it('does not open under another key', () => {
    fc.assert(
      fc.property(key, key, place, content, (secret, other, where, value) => {
        fc.pre(!secret.equals(other));
        expect(() => unseal(other, where, seal(secret, where, value))).toThrow(BrokenSeal);
      }),
    );
  });

  it('does not open in another place, even one that reads the same without its parts', () => {
    const secret = createSecretKey(Buffer.alloc(32, 1));
    const sealed = seal(secret, { subjectId: 'cus_1', recordId: 'rec_1' }, 'Anna');
    expect(() => unseal(secret, { subjectId: 'cus_1rec_', recordId: '1' }, sealed)).toThrow(BrokenSeal);
    expect(() => unseal(secret, { subjectId: 'cus_1","rec', recordId: '_1' }, sealed)).toThrow(BrokenSeal);
    fc.assert(
      fc.property(key, place, place, content, (any, where, elsewhere, value) => {
        fc.pre(!same(where, elsewhere));
        expect(() => unseal(any, elsewhere, seal(any, where, value))).toThrow(BrokenSeal);
      }),
    );
  });

  it('does not open once any bit of it was altered, or its end was cut off', () => {
    fc.assert(
      fc.property(key, place, content, fc.nat(), (secret, where, value, number) => {
        const sealed = Buffer.from(seal(secret, where, value), 'base64');
        const bit = number % (sealed.length * 8);
        const altered = Buffer.from(sealed);
        altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(() => unseal(secret, where, altered.toString('base64'))).toThrow(BrokenSeal);
        const cut = sealed.subarray(0, number % sealed.length).toString('base64');
        expect(() => unseal(secret, where, cut)).toThrow(BrokenSeal);
      }),
    );
  });

  it('never looks the same twice, nor like what it holds', () => {
    const secret = createSecretKey(Buffer.alloc(32, 1));
    const where = { subjectId: 'cus_1', recordId: 'rec_1' };
    const sealed = Array.from({ length: 500 }, () => seal(secret, where, 'anna@example.com'));
    expect(new Set(sealed.map((text) => text.slice(0, 16))).size).toBe(500);
    for (const text of sealed) expect(Buffer.from(text, 'base64').toString('latin1')).not.toContain('anna');
  });

  it('says nothing of what it held when it does not open', () => {
    const secret = createSecretKey(Buffer.alloc(32, 1));
    try {
      unseal(secret, { subjectId: 'cus_1', recordId: 'rec_1' }, 'anna@example.com');
      expect.unreachable();
    } catch (error) {
      const { message, cause } = error as Error;
      expect({ message, cause }).toEqual({ message: 'a sealed value does not open', cause: undefined });
    }
  });
});
