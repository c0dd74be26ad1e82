import { expect, it } from 'vitest';
import { whatGaveFirst } from './bottleneck.ts';

const idle = { runtime: 0.3, functions: 0.3, engine: 0.1, database: 0.1, sender: 0.1 };

it.each([
  [
    { parts: { ...idle, functions: 0.9 }, others: 0, machine: 0.97, stolen: 0 },
    /^all cores are full \(97 %\).*functions 90 %.*all else 0 %$/,
  ],
  [
    { parts: { ...idle, runtime: 0.98 }, others: 0, machine: 0.8, stolen: 0 },
    /main thread.* fills its core \(98 %\)$/,
  ],
  [
    { parts: idle, others: 0, machine: 0.5, stolen: 0.2 },
    /^requests wait.*20 % were taken by other machines$/,
  ],
])('names what was full when the load was no longer held (%#)', (use, words) => {
  expect(whatGaveFirst(use)).toMatch(words);
});
