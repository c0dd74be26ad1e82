import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { instantKey } from '../../functions/telematics/instant-key.ts';
import type { Trip } from '../../functions/telematics/trips/trip.ts';
import { drivenTrip } from '../support/driven.ts';
import { DRIVING_TABLES } from '../support/driving-tables.ts';
import { newPseudonym } from '../support/intake.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

const START = 1_795_200_000_000;

let platform: Platform;
let store: typeof import('../../functions/telematics/trip-store.ts');
let pseudonym: string;

beforeAll(async () => {
  platform = await startPlatform(DRIVING_TABLES);
  store = await import('../../functions/telematics/trip-store.ts');
});
afterAll(() => platform.close());
beforeEach(() => {
  pseudonym = newPseudonym();
});

/** Keeps a trip between two moments. Its place is that of its beginning, unless another moment is said. */
async function kept(name: string, from: number, to: number, instead: Partial<Trip> & { at?: number } = {}) {
  const { at = from, ...more } = instead;
  const trip = drivenTrip({
    tripId: `trp_${name}`,
    pseudonym,
    place: `${instantKey(START + at)}-${name}`,
    startedAt: START + from,
    endedAt: START + to,
    ...more,
  });
  await platform.client.send(new PutItemCommand(store.inProgressPut(trip)));
  return trip;
}

const IN_PROGRESS = { status: 'in-progress', version: 0 } as const;
const names = (trips: readonly Trip[]) => trips.map(({ tripId }) => tripId.slice('trp_'.length));

describe('the trips of a device', () => {
  it('are read newest first, back to those that were over before', async () => {
    await kept('A', 0, 100);
    await kept('B', 500, 600);
    await kept('C', 1_000, 1_100);
    expect(names(await store.tripsOf(pseudonym, {}))).toEqual(['C', 'B', 'A']);
    expect(names(await store.tripsOf(pseudonym, { from: START + 600 }))).toEqual(['C', 'B']);
    expect(names(await store.tripsOf(pseudonym, { from: START + 601 }))).toEqual(['C']);
    expect(names(await store.tripsOf(pseudonym, { limit: 2 }))).toEqual(['C', 'B']);
  });

  it('are read whatever the row of one in progress says of its end', async () => {
    await kept('A', 0, 100);
    await kept('B', 1_000, 1_001, IN_PROGRESS);
    expect(names(await store.tripsOf(pseudonym, { from: START + 5_000 }))).toEqual(['B']);
  });

  it('are without those that are part of others', async () => {
    await kept('A', 0, 1_000);
    await kept('B', 500, 600, { status: 'merged', mergedInto: 'trp_A' });
    expect(names(await store.tripsOf(pseudonym, {}))).toEqual(['A']);
  });
});

describe('the trips around a span', () => {
  const around = async (from: number, to: number, openTripId?: string) =>
    names(await store.tripsAround(pseudonym, { from: START + from, to: START + to }, openTripId));

  it('are those in it and the next on either side, oldest first', async () => {
    for (const [turn, name] of ['A', 'B', 'C', 'D', 'E'].entries()) {
      await kept(name, turn * 1_000, turn * 1_000 + 100);
    }
    expect(await around(1_500, 2_500)).toEqual(['B', 'C', 'D']);
    expect(await around(1_500, 1_600)).toEqual(['B', 'C']);
    expect(await around(5_000, 6_000)).toEqual(['E']);
    expect(await around(-2_000, -1_000)).toEqual(['A']);
  });

  it('reach beyond the one that goes on, of which the row does not know the end', async () => {
    await kept('A', 0, 100);
    await kept('B', 1_000, 1_001, IN_PROGRESS);
    expect(await around(5_000, 6_000, 'trp_B')).toEqual(['A', 'B']);
    expect(await around(5_000, 6_000)).toEqual(['B']);
  });

  it('are found where late data let one begin before its place', async () => {
    await kept('A', 0, 100);
    await kept('B', 500, 2_100, { at: 2_000 });
    await kept('C', 3_000, 3_100);
    expect(await around(700, 800)).toEqual(['A', 'B', 'C']);
  });
});

it('a trip is found by its id, as it is now', async () => {
  const trip = await kept(pseudonym, 0, 100);
  expect(await store.findTrip(trip.tripId)).toEqual(trip);
  expect(await store.findTrip(`${trip.tripId}0`)).toBeUndefined();
});
