import type { Refusal } from '../platform/problem.ts';

/**
 * Refuses an account number whose check digits are wrong: with its first four characters moved to the end and letters
 * read as 10 to 35, a right one leaves 1 when divided by 97 (ISO 13616-1, by ISO 7064 MOD 97-10).
 */
export function refuseIban(iban: string, pointer: string): Refusal | undefined {
  const digits = [...iban.slice(4), ...iban.slice(0, 4)].map((character) => Number.parseInt(character, 36));
  if (BigInt(digits.join('')) % 97n === 1n) return undefined;
  return { refusal: 'invalid-iban', detail: 'The check digits of the account number are wrong.', pointer };
}
