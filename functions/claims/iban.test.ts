import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refuseIban } from './iban.ts';

// The examples of the IBAN registry, release 99.
const EXAMPLES = [
  'BE68539007547034',
  'DE89370400440532013000',
  'FR1420041010050500013M02606',
  'GB29NWBK60161331926819',
  'MT84MALT011000012345MTLCAST001S',
  'NL91ABNA0417164300',
  'NO9386011117947',
];
const refused = (iban: string) => refuseIban(iban, '/payee/iban')?.refusal;

describe('an account number', () => {
  it.each(EXAMPLES)('%s is right', (iban) => {
    expect(refused(iban)).toBeUndefined();
  });

  it('with a digit that was mistaken is wrong', () => {
    const mistake = fc.record({
      iban: fc.constantFrom(...EXAMPLES),
      place: fc.nat(),
      by: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(mistake, ({ iban, place, by }) => {
        const digits = [...iban].flatMap((letter, index) => (/\d/.test(letter) ? [index] : []));
        const index = digits[place % digits.length] ?? 0;
        const digit = (Number(iban[index]) + by) % 10;
        expect(refused(iban.slice(0, index) + digit + iban.slice(index + 1))).toBe('invalid-iban');
      }),
    );
  });

  it('with two neighbours changed about is wrong', () => {
    expect(refused('BE68539007547043')).toBe('invalid-iban');
    expect(refused('GB29NWBK60161331926891')).toBe('invalid-iban');
  });
});
