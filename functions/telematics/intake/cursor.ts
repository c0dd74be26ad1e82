import { overFrom } from '../completion/settling.ts';
import type { DrivingRules } from '../rules.ts';
import { type Assembly, emptyAssembly, openTrip } from '../trips/assembly.ts';

/**
 * How far a device's points have been worked into trips. Instants are epoch milliseconds; those of points are by the
 * device's own clock.
 */
export interface Cursor {
  pseudonym: string;
  /**
   * Counts the changes; 0 as long as there was none. It is the lock of all that is known of a device: what changes its
   * trips is written together with the next version, or not at all.
   */
  version: number;
  /** Of all points that were worked in, the latest. */
  newestAt: number;
  /** When points were last worked in. */
  changedAt: number;
  /** How often it sends: how long after the post before the last one came, or what that spans, if that is less. */
  rhythmMs?: number;
  /** The keys of the batches that were worked in last, the latest first. */
  recent: readonly string[];
  /** What the trips after `newestAt` depend on. */
  assembly: Assembly;
  /** The trip that the assembly holds and that may still go on. */
  openTripId?: string;
  /** Where that one stands among the device's trips. */
  openPlace?: string;
  /** That trip was completed already, since nothing came for long enough: if it goes on after all, it is corrected. */
  openIsSettled?: true;
  /** No trip that is not completed yet begins before. Left out where all are. */
  unsettledSince?: number;
}

/** The cursor of a device that has sent nothing. */
export function firstCursor(pseudonym: string): Cursor {
  return { pseudonym, version: 0, newestAt: 0, changedAt: 0, recent: [], assembly: emptyAssembly };
}

/** The cursor once trips were completed: all that were not begin at `unsettledSince` or later, or there are none. */
export function settle(cursor: Cursor, unsettledSince: number | undefined): Cursor {
  const { unsettledSince: _, openIsSettled: before, ...kept } = cursor;
  const openIsSettled = before ?? (cursor.openTripId !== undefined && unsettledSince === undefined);
  return {
    ...kept,
    version: cursor.version + 1,
    ...(unsettledSince !== undefined && { unsettledSince }),
    ...(openIsSettled && { openIsSettled }),
  };
}

/** Instants that a job waits for are rounded up to so much: each move in its index costs, and a device sends often. */
const STORED_STEP_MS = 15_000;
const LIVE_STEP_MS = 300_000;

/** When to see whether trips are over (`settling.ts`), or undefined where all were completed. */
export function dueAt(cursor: Cursor, rules: DrivingRules): number | undefined {
  const { changedAt, unsettledSince } = cursor;
  if (unsettledSince === undefined) return undefined;
  const open = cursor.openIsSettled ? undefined : openTrip(cursor.assembly);
  const goesOn = open !== undefined && unsettledSince >= open.startedAt;
  const endedAt = goesOn ? open.endedAt : unsettledSince;
  const over = overFrom(endedAt, cursor, rules);
  const isStored = endedAt + rules.split.motionlessSeconds * 1000 <= changedAt;
  return roundedUp(over, isStored ? STORED_STEP_MS : LIVE_STEP_MS);
}

function roundedUp(instant: number, step: number): number {
  return Math.ceil(instant / step) * step;
}
