import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { newId, newOpaqueId } from './ids.ts';

it('an id is its kind and a ULID', () => {
  expect(newId('quo')).toMatch(/^quo_[0-9A-HJKMNP-TV-Z]{26}$/);
  expect(newId('evt')).toMatch(/^evt_/);
});

it('an id tells when it was made, in its first ten letters', () => {
  vi.useFakeTimers({ now: 1_469_918_176_385 });
  // The example of the specification.
  expect(newId('quo').slice(4, 14)).toBe('01ARYZ6S41');
  vi.useRealTimers();
});

it('an id of a person has the form of any other, and tells nothing of when it was made', () => {
  const drawn = Array.from({ length: 2_000 }, () => newOpaqueId('cus'));
  for (const id of drawn) expect(id).toMatch(/^cus_[0-9A-HJKMNP-TV-Z]{26}$/);
  expect(new Set(drawn).size).toBe(drawn.length);
  // Of a ULID the first letters are the time.
  expect(new Set(drawn.map((id) => id[4])).size).toBe(32);
});

it('ids are never the same, however many are drawn', () => {
  const drawn = Array.from({ length: 20_000 }, () => newId('off'));
  expect(new Set(drawn).size).toBe(drawn.length);
});

it('a later id sorts behind', async () => {
  const earlier = newId('quo');
  await sleep(2);
  expect(newId('quo') > earlier).toBe(true);
});

it('ids end evenly, since their last letter chooses the shard', () => {
  const counts = new Map<string, number>();
  for (let drawn = 0; drawn < 32_000; drawn++) {
    const last = newId('quo').slice(-1);
    counts.set(last, (counts.get(last) ?? 0) + 1);
  }
  expect(counts.size).toBe(32);
  expect(Math.min(...counts.values())).toBeGreaterThan(800);
});
