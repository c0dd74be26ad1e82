import { describe, expect, test } from 'vitest';
import { drivenTrip } from '../../../test/support/driven.ts';
import { matchTrips } from './matching.ts';

type Span = readonly [startedAt: number, endedAt: number];

/** Which of the known trips, by their places, each found one is; and what those are within that are none any more. */
function matched(known: readonly Span[], found: readonly Span[]) {
  const trips = known.map(([startedAt, endedAt], place) =>
    drivenTrip({ tripId: `${place}`, startedAt, endedAt }),
  );
  const figures = found.map(([startedAt, endedAt]) => drivenTrip({ startedAt, endedAt }));
  const match = matchTrips(trips, figures);
  return {
    found: match.found.map(({ known }) => known?.tripId),
    gone: match.gone.map(({ known, within }) => [known.tripId, within]),
  };
}

describe('a trip that was found', () => {
  test.each<[string, Span]>([
    ['ends where a known one begins', [5, 10]],
    ['begins where a known one ends', [20, 25]],
    ['lies within a known one', [12, 13]],
    ['is one moment of a known one', [15, 15]],
  ])('is the known one if it %s', (_what, span) => {
    expect(matched([[10, 20]], [span])).toEqual({ found: ['0'], gone: [] });
  });

  test.each<Span>([
    [5, 9],
    [21, 25],
  ])('is another if it shares no moment with the known one: %d to %d', (...span) => {
    expect(matched([[10, 20]], [span])).toEqual({ found: [undefined], gone: [['0', undefined]] });
  });
});

describe('a trip of one point', () => {
  test.each<[string, Span]>([
    ['goes on', [10, 20]],
    ['had begun before', [5, 10]],
    ['stays as it is', [10, 10]],
  ])('is found again when it %s', (_what, span) => {
    expect(matched([[10, 10]], [span])).toEqual({ found: ['0'], gone: [] });
  });

  test('is part of the one that turns out to end with it', () => {
    const known: Span[] = [
      [0, 5],
      [10, 10],
    ];
    expect(matched(known, [[0, 10]])).toEqual({ found: ['0'], gone: [['1', 0]] });
  });
});
