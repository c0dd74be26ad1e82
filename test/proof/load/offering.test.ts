import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { isHeld } from './knee.ts';
import { dealt } from './mix.ts';
import { offer } from './offering.ts';

const PER_SECOND = 100;
const SECONDS = 4;

it('counts what is offered and served, by kind, and what is answered badly', async () => {
  let asked = 0;
  const step = await offer(PER_SECOND, SECONDS, dealt(), async () => {
    await sleep(5);
    return ++asked % 10 === 0 ? 503 : 201;
  });
  expect(step.served / step.offered).toBeCloseTo(0.9, 1);
  expect(isHeld(step)).toBe(false);
  expect(Object.values(step.errors).reduce((sum, count) => sum + count, 0)).toBe(Math.floor(asked / 10));
  expect(step.kinds.quote.p50).toBeGreaterThanOrEqual(4);
});

it('hides no standstill: whoever came meanwhile has waited, too', async () => {
  const standstill = performance.now() + 2_500;
  const step = await offer(PER_SECOND, SECONDS, dealt(), async () => {
    const left = standstill + 1_000 - performance.now();
    if (performance.now() > standstill && left > 0) await sleep(left);
    return 200;
  });
  // A quarter of those that were looked at came in that second, and waited for half of it on the average.
  expect(step.all.p95).toBeGreaterThan(600);
  expect(step.waiting).toBeGreaterThan(PER_SECOND / 2);
});
