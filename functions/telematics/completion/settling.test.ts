import { expect, it } from 'vitest';
import { currentRules } from '../catalogue.ts';
import { tripsOver } from './settling.ts';

const { rules } = currentRules();
const NOW = Date.parse('2026-06-01T12:00:00Z');
const ago = (seconds: number) => NOW - seconds * 1000;

/**
 * Which trips are over whose last motion was so many seconds ago, of a device that sent then, and of what time last, and
 * that sends so often.
 */
function over(motions: readonly number[], sent: number, newest = Math.min(...motions), every = 0): number[] {
  const trips = motions.map((seconds) => ({ endedAt: ago(seconds) }));
  const sending = { changedAt: ago(sent), newestAt: ago(newest), rhythmMs: every * 1000 };
  const ended = tripsOver(trips, sending, NOW, rules);
  return ended.map(({ endedAt }) => (NOW - endedAt) / 1000);
}

it.each([
  ['is over 300 seconds after its last motion', [300], 60, [300]],
  ['is over long after it', [86_400], 86_400, [86_400]],
  ['is not over a second before', [299], 299, []],
  ['is not over while another clock has it in the future', [-120], 100, []],
])('a trip of a device that is silent %s', (_what, motions, sent, expected) => {
  expect(over(motions, sent)).toEqual(expected);
});

it('a trip is not over as long as its device sends what it had stored', () => {
  expect(over([86_400], 59)).toEqual([]);
  expect(over([86_400], 60)).toEqual([86_400]);
});

it('a trip is over although its device goes on sending that nothing moves', () => {
  expect(over([302], 1, 2)).toEqual([302]);
  expect(over([301], 1, 2)).toEqual([]);
});

it('a trip is over although the next one has begun', () => {
  expect(over([4_000, 900, 10], 5)).toEqual([4_000, 900]);
});

it('a trip is not over while its device may be gathering the next batch', () => {
  const everyTenMinutes = (since: number) => over([since], since, since, 600);
  expect(everyTenMinutes(600)).toEqual([]);
  expect(everyTenMinutes(899)).toEqual([]);
  expect(everyTenMinutes(900)).toEqual([900]);
});

it('a trip is over after an hour at most, however seldom its device sends', () => {
  expect(over([3_599], 3_599, 3_599, 20_000)).toEqual([]);
  expect(over([3_600], 3_600, 3_600, 20_000)).toEqual([3_600]);
});

it('what a device had stored is not waited for as long as it takes to measure it', () => {
  expect(over([86_400], 60, 86_400, 600)).toEqual([86_400]);
});
