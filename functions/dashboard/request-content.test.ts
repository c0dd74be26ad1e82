import { describe, expect, it } from 'vitest';
import { nameInWords, valueInWords } from './page/request-content.js';

describe('what a request is for', () => {
  it.each([
    ['vin', 'Vehicle number'],
    ['firstRegistered', 'First registered'],
    ['toString', 'To string'],
  ])('calls %s %s', (name, words) => {
    expect(nameInWords(name)).toBe(words);
  });

  it.each([
    ['2027-01-01', '1 January 2027'],
    [true, 'yes'],
    [66, '66'],
    ['diesel', 'diesel'],
  ])('writes %s as %s', (value, words) => {
    expect(valueInWords(value)).toBe(words);
  });
});
