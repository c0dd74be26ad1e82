import { describe, expect, it } from 'vitest';
import { drivenTrip } from '../../../test/support/driven.ts';
import { currentRules } from '../catalogue.ts';
import type { Cursor } from '../intake/cursor.ts';
import { assemble, emptyAssembly, openTrip } from '../trips/assembly.ts';
import { currentTrip } from './current-trip.ts';

const { rules } = currentRules();
const begun = drivenTrip({ status: 'in-progress', version: 0, distanceM: 0 });

/** A cursor whose trip has gone on for a minute. */
function cursor(openTripId: string): Cursor {
  const points = Array.from({ length: 60 }, (_, second) => ({
    at: begun.startedAt + second * 1000,
    speedKmh: 36,
  }));
  const { after: assembly } = assemble(emptyAssembly, points, rules);
  const newestAt = begun.startedAt + 59_000;
  return {
    pseudonym: begun.pseudonym,
    version: 3,
    newestAt,
    changedAt: newestAt,
    recent: [],
    assembly,
    openTripId,
  };
}

describe('a trip that is still going on', () => {
  it('has the figures that its device’s cursor has by now', () => {
    const on = cursor(begun.tripId);
    const trip = currentTrip(begun, on);
    expect(trip).toEqual({ ...begun, ...openTrip(on.assembly) });
    expect(trip.distanceM).toBeGreaterThan(550);
  });

  it('has its own where the cursor is on with another, or gone', () => {
    expect(currentTrip(begun, cursor('trp_another'))).toBe(begun);
    expect(currentTrip(begun, undefined)).toBe(begun);
  });
});

it('a trip that is completed is what was said of it', () => {
  const completed = drivenTrip();
  expect(currentTrip(completed, cursor(completed.tripId))).toBe(completed);
});
