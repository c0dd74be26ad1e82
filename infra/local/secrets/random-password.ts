import { randomInt } from 'node:crypto';

/** What a secret is to be made of, as `GenerateSecretString` says it. */
export interface PasswordRule {
  length: number;
  punctuation: boolean;
}

const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** The punctuation that Secrets Manager uses ("GetRandomPassword" in its API reference). */
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/** A password of equally likely characters. */
export function randomPassword({ length, punctuation }: PasswordRule): string {
  const alphabet = punctuation ? LETTERS_AND_DIGITS + PUNCTUATION : LETTERS_AND_DIGITS;
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}
