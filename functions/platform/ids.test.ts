import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { newId } from './ids.ts';

it('an id is its kind and a ULID', () => {
  expect(newId('quo')).toMatch(/^quo_[0-9A-HJKMNP-TV-Z]{26}$/);
  expect(newId('evt')).toMatch(/^evt_/);
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
