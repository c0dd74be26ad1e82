import { expect, test } from 'vitest';
import { Attempts } from './attempts.ts';

function failing(count: number, name = 'anna', attempts = new Attempts()): Attempts {
  for (let failure = 0; failure < count; failure++) attempts.failed(name, failure);
  return attempts;
}

test('lets a few wrong passwords pass', () => {
  expect(failing(4).mayTry('anna', 4)).toBe(true);
});

test('makes the next try wait ten seconds, again after each wrong one', () => {
  const attempts = failing(5);
  expect(attempts.mayTry('anna', 10_003)).toBe(false);
  expect(attempts.mayTry('anna', 10_004)).toBe(true);
  attempts.failed('anna', 10_004);
  expect(attempts.mayTry('anna', 20_003)).toBe(false);
});

test('holds nothing against others', () => {
  expect(failing(5).mayTry('ben', 5)).toBe(true);
});

test('forgets wrong ones after the right one', () => {
  const attempts = failing(4);
  attempts.succeeded('anna');
  expect(failing(4, 'anna', attempts).mayTry('anna', 4)).toBe(true);
});
