import { expect, test } from 'vitest';
import { inOrder, LONGEST_MS, stretchesOf } from './stretch.ts';

const at = (...moments: number[]) => moments.map((moment) => ({ at: moment }));

test('points are put in order, and of one moment the one that came first counts', () => {
  const points = [{ at: 5, speedKmh: 1 }, { at: 3 }, { at: 5, speedKmh: 2 }, { at: 4 }];
  expect(inOrder(points)).toEqual([{ at: 3 }, { at: 4 }, { at: 5, speedKmh: 1 }]);
});

test('a stretch lasts as long as one may, and not a moment longer', () => {
  expect(stretchesOf(at(0, 1, LONGEST_MS))).toEqual([at(0, 1, LONGEST_MS)]);
  expect(stretchesOf(at(0, 1, LONGEST_MS + 1, LONGEST_MS + 2))).toEqual([
    at(0, 1),
    at(LONGEST_MS + 1, LONGEST_MS + 2),
  ]);
});

test('no points make no stretch', () => {
  expect(stretchesOf([])).toEqual([]);
});
