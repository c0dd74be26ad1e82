import { expect, it } from 'vitest';
import { growthIn, type MemorySample } from './soak.ts';

const MB = 2 ** 20;
const STILL = { main: 40 * MB, functions: 12 * MB, runtime: 600 * MB, database: 10 * MB, threads: 30 };

/** Ten minutes, in each of which something may be otherwise. */
function minutes(instead: (minute: number) => Partial<MemorySample>): MemorySample[] {
  return Array.from({ length: 10 }, (_, index) => ({ minute: index + 1, ...STILL, ...instead(index + 1) }));
}

const flatness = (samples: MemorySample[]) => growthIn(samples).map(({ flat }) => flat);

it('memory that stays, falls, or only fills caches at first is flat', () => {
  const filling = minutes((minute) => ({ runtime: (minute < 3 ? 100 * minute : 600 - minute) * MB }));
  expect(flatness(filling)).toEqual([true, true, true, true]);
});

it.each([
  ['the main thread', 0, ({ minute }: MemorySample) => ({ main: (40 + minute) * MB })],
  ['functions', 1, ({ minute }: MemorySample) => ({ functions: (12 + minute) * MB })],
  ['the runtime, beside its heaps', 2, ({ minute }: MemorySample) => ({ runtime: (600 + 9 * minute) * MB })],
  ['the database', 3, ({ minute }: MemorySample) => ({ database: (10 + minute) * MB })],
])('a leak of %s is seen', (_, index, leak) => {
  const leaking = minutes(() => ({})).map((sample) => ({ ...sample, ...leak(sample) }));
  expect(flatness(leaking)).toEqual([0, 1, 2, 3].map((each) => each !== index));
});

it('growth is told in bytes, from the end of the warm-up to the end', () => {
  const [main] = growthIn(minutes((minute) => ({ main: (40 + minute) * MB })));
  expect([main?.from, main?.to].map((bytes) => Math.round((bytes ?? 0) / MB))).toEqual([43, 50]);
});
