import { describe, expect, test } from 'vitest';
import { currentRules } from '../catalogue.ts';
import type { Point } from '../points/point.ts';
import { assemble, emptyAssembly, openTrip } from '../trips/assembly.ts';
import type { Trip } from '../trips/trip.ts';
import { type Cursor, firstCursor } from './cursor.ts';
import { advance, type Circumstances, isIdle, isTooMuch, type Progress, rework } from './progress.ts';

const START = 1_795_200_000_000;
const NOW = START + 3_600_000;
const publication = currentRules();

/** Driving at 50 km/h for so many seconds from a second on, and at rest before and after. */
function driven(from: number, seconds: number): Point[] {
  return Array.from({ length: seconds + 2 }, (_, index) => ({
    at: START + (from + index) * 1000,
    speedKmh: index === 0 || index > seconds ? 0 : 50,
  }));
}

function circumstances(instead: Partial<Circumstances> = {}): Circumstances {
  let drawn = 0;
  return {
    now: NOW,
    publication,
    newTripId: () => `trp_new00${++drawn}`,
    batchKey: 'key',
    spanMs: 61_000,
    ...instead,
  };
}

/** The trip that a progress left going on, as the next one is given it. */
function goingOn({ cursor, moves }: Progress): Trip | undefined {
  const row = moves.find(({ after }) => after.tripId === cursor.openTripId)?.after;
  return row && { ...row, ...openTrip(cursor.assembly) };
}

const first = () => advance(firstCursor('p'), undefined, driven(0, 60), circumstances());

describe('points that are newer than all before', () => {
  test('begin a trip, which the cursor has from then on', () => {
    const { cursor, moves } = first();
    expect(moves).toMatchObject([{ before: undefined, after: { status: 'in-progress', version: 0 } }]);
    expect(cursor).toMatchObject({
      version: 1,
      newestAt: START + 61_000,
      changedAt: NOW,
      openTripId: 'trp_new001',
      openPlace: moves[0]?.after.place,
      unsettledSince: START,
      recent: ['key'],
    });
  });

  test('go on with it without another write', () => {
    const before = first();
    const { cursor, moves } = advance(before.cursor, goingOn(before), driven(62, 60), circumstances());
    expect(moves).toEqual([]);
    expect(cursor).toMatchObject({ version: 2, openTripId: 'trp_new001', unsettledSince: START });
    expect(openTrip(cursor.assembly)?.endedAt).toBe(START + 123_000);
  });

  test('end it and begin another', () => {
    const before = first();
    const { cursor, moves } = advance(before.cursor, goingOn(before), driven(1_000, 60), circumstances());
    expect(moves.map(({ after }) => [after.endedAt, after.status])).toEqual([
      [START + 61_000, 'in-progress'],
      [START + 1_061_000, 'in-progress'],
    ]);
    expect(cursor).toMatchObject({ openTripId: moves[1]?.after.tripId, unsettledSince: START });
  });

  test('correct it where it was completed already', () => {
    const before = first();
    const { unsettledSince: _, ...settled } = before.cursor;
    const open = goingOn(before);
    if (!open) throw new Error('no trip goes on');
    const completed: Trip = { ...open, version: 1, status: 'completed' };
    const after = advance({ ...settled, openIsSettled: true }, completed, driven(62, 60), circumstances());
    expect(after.moves).toMatchObject([
      { correction: 'late-data', after: { version: 2, status: 'completed' } },
    ]);
    expect(after.cursor).toMatchObject({ openTripId: 'trp_new001', openIsSettled: true });
    expect(after.cursor).not.toHaveProperty('unsettledSince');
  });

  test('tell how often a device sends: of posts close together, and of such as span little', () => {
    const rhythm = (before: Partial<Cursor>, instead: Partial<Circumstances>) =>
      advance({ ...firstCursor('p'), ...before }, undefined, driven(0, 60), circumstances(instead)).cursor
        .rhythmMs;
    expect(rhythm({}, { spanMs: 600_000 })).toBe(600_000);
    expect(rhythm({ version: 1, changedAt: NOW - 590_000 }, { spanMs: 600_000 })).toBe(590_000);
    expect(rhythm({ version: 1, changedAt: NOW - 28_800_000 }, { spanMs: 600_000 })).toBe(600_000);
    expect(rhythm({ version: 1, changedAt: NOW - 500 }, { spanMs: 600_000 })).toBe(500);
  });

  test('are known again, the last four batches of them', () => {
    const recent = ['d', 'c', 'b', 'a'];
    const { cursor } = advance({ ...firstCursor('p'), recent }, undefined, driven(0, 60), circumstances());
    expect(cursor.recent).toEqual(['key', 'd', 'c', 'b']);
  });
});

/** Driving along a meridian, of which only positions are told, once a second. */
const located = Array.from({ length: 600 }, (_, second) => ({
  at: START + second * 1000,
  lat: Math.round(50_000_000 + second * 126) / 1_000_000,
  lon: 4,
  accuracyM: 5,
}));

describe('a window that is put together anew', () => {
  const window = (isLast: boolean, trips: Trip[] = []) => ({
    from: START - 1,
    to: START + 400_000,
    trips,
    isLast,
  });
  const { after: assembly } = assemble(emptyAssembly, driven(10_000, 60), publication.rules);
  const later = {
    ...firstCursor('p'),
    version: 7,
    newestAt: START + 10_061_000,
    assembly,
    openTripId: 'trp_later',
    openPlace: 'x',
  };

  test('amid others leaves what comes after it as it is', () => {
    const { cursor, moves } = rework(later, window(false), driven(0, 60), circumstances());
    expect(moves).toMatchObject([
      { before: undefined, after: { startedAt: START, endedAt: START + 61_000 } },
    ]);
    const { assembly: kept, newestAt, openTripId, openPlace } = later;
    expect(cursor).toMatchObject({
      version: 8,
      assembly: kept,
      newestAt,
      openTripId,
      openPlace,
      unsettledSince: START,
    });
  });

  test('forgets no earlier trip that is not completed yet', () => {
    const unsettledSince = START - 86_400_000;
    const { cursor } = rework({ ...later, unsettledSince }, window(false), driven(0, 60), circumstances());
    expect(cursor.unsettledSince).toBe(unsettledSince);
  });

  test('does not take its first position for the first of all', () => {
    const { moves } = rework(later, window(false), located, circumstances());
    expect(moves).toHaveLength(1);
    expect(moves[0]?.after.startedAt).toBeGreaterThan(START);
    const { moves: fromTheStart } = advance(firstCursor('p'), undefined, located, circumstances());
    expect(fromTheStart[0]?.after.startedAt).toBe(START);
  });

  test('keeps when its device sent, and how often', () => {
    const { cursor } = rework({ ...later, rhythmMs: 60_000 }, window(false), driven(0, 60), circumstances());
    expect(cursor).toMatchObject({ changedAt: NOW, rhythmMs: 60_000, recent: ['key'] });
  });

  test('at the end is what the next points go on from', () => {
    const before = firstCursor('p');
    const { cursor } = rework({ ...before, newestAt: START }, window(true), driven(0, 60), circumstances());
    expect(cursor).toMatchObject({ newestAt: START + 61_000, openTripId: 'trp_new001' });
  });

  test('changes nothing where all of it was known', () => {
    const before = first();
    const open = goingOn(before);
    const again = rework(before.cursor, window(true, open ? [open] : []), driven(0, 60), circumstances());
    expect(isIdle(again, before.cursor)).toBe(true);
    const more = rework(before.cursor, window(true, open ? [open] : []), driven(0, 70), circumstances());
    expect(isIdle(more, before.cursor)).toBe(false);
    const rest = [...driven(0, 60), { at: START + 62_000, speedKmh: 0 }];
    const later = rework(before.cursor, window(true, open ? [open] : []), rest, circumstances());
    expect(later.moves).toEqual([]);
    expect(isIdle(later, before.cursor)).toBe(false);
  });
});

test('what changes more trips than a transaction holds is too much', () => {
  const { cursor, moves } = first();
  const [begun] = moves;
  if (!begun) throw new Error('nothing moved');
  const corrected = { ...begun, correction: 'late-data' as const };
  expect(isTooMuch({ cursor, moves: Array(90).fill(begun) })).toBe(false);
  expect(isTooMuch({ cursor, moves: Array(91).fill(begun) })).toBe(true);
  expect(isTooMuch({ cursor, moves: Array(46).fill(corrected) })).toBe(true);
});
