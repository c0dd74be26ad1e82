import { expect, test } from 'vitest';
import { TokenBucket } from './token-bucket.ts';

test('gives the burst at once, then the rate', () => {
  const bucket = new TokenBucket(10, 3);
  const taken = (now: number) => bucket.take(now);
  expect([0, 0, 0, 0].map(taken)).toEqual([true, true, true, false]);
  expect([50, 100, 100].map(taken)).toEqual([false, true, false]);
});

test('never holds more than the burst', () => {
  const bucket = new TokenBucket(10, 2);
  expect([0, 3_600_000, 3_600_000, 3_600_000].map((now) => bucket.take(now))).toEqual([
    true,
    true,
    true,
    false,
  ]);
});

test('loses nothing over many small steps', () => {
  const bucket = new TokenBucket(1000, 1);
  let taken = 0;
  for (let now = 0; now < 1000; now += 0.25) if (bucket.take(now)) taken++;
  expect(taken).toBe(1000);
});

test('takes nothing away for a call that comes out of order', () => {
  const bucket = new TokenBucket(5_000, 3);
  expect([1_000, 0, 0].map((now) => bucket.take(now))).toEqual([true, true, true]);
  expect(bucket.take(1_001)).toBe(true);
});
