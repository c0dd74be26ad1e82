import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Call } from '../middleware/call.ts';
import type { Write } from '../platform/commit.ts';
import { newIdAt } from '../platform/ids.ts';
import { Problem } from '../platform/problem.ts';
import { currentRules } from './catalogue.ts';
import { currentTrip } from './current-trip.ts';
import { type Cursor, firstCursor } from './cursor.ts';
import { findCursor } from './cursor-store.ts';
import { batchDelete, batchesIn, keepBatch, type PackedBatch, packBatch } from './points/batch-store.ts';
import type { Point } from './points/point.ts';
import { inOrder } from './points/stretch.ts';
import { advance, type Circumstances, isIdle, type Progress, rework } from './progress.ts';
import { writeProgress } from './progress-store.ts';
import { findTripOf, tripsAround } from './trip-store.ts';
import { openTrip } from './trips/assembly.ts';
import type { Trip } from './trips/trip.ts';
import { reachOf, windowOf } from './window.ts';

/** The longest pause before a stretch is tried again that another post was in the way of, in milliseconds. */
const MAX_PAUSE_MS = 100;

/** A stretch of a device's points on its way into storage and trips. */
interface Intake {
  pseudonym: string;
  /** In order of time, no two of one moment. */
  points: readonly Point[];
  /** What of it was stored by this very post, by its key. */
  own: Map<string, PackedBatch>;
  /** Epoch milliseconds. */
  deadline: number;
}

/**
 * Stores those of a stretch's points that are not stored yet, and works all of it into trips. Each point is stored before
 * any trip has it: where this is broken off, the same points are found stored when they are sent again, and are worked in
 * then. Whoever else does so for this device at the same time comes before it or after it.
 *
 * @returns how many were stored by this
 */
export async function takeIn(
  pseudonym: string,
  points: readonly Point[],
  { deadline }: Pick<Call, 'deadline'>,
): Promise<number> {
  const intake: Intake = { pseudonym, points, own: new Map(), deadline };
  for (;;) {
    const cursor = (await findCursor(pseudonym)) ?? firstCursor(pseudonym);
    const isNewer = (points[0]?.at ?? 0) > cursor.newestAt;
    const stored = isNewer ? await append(intake, cursor) : await insert(intake, cursor);
    if (stored !== undefined) return stored;
    const pause = Math.random() * MAX_PAUSE_MS;
    if (Date.now() + pause >= deadline) break;
    await sleep(pause);
  }
  throw new Problem('service-unavailable', 'The device is sending too much at the same time.');
}

/** Takes in what is newer than all before: how many points were stored, or undefined where another post was faster. */
async function append(intake: Intake, cursor: Cursor): Promise<number | undefined> {
  const { pseudonym, points } = intake;
  const batch = packBatch(pseudonym, points);
  // Stored, but not worked in: by a post that was broken off, or is on its way at this moment.
  if (!(await isKept(batch, intake))) return insert(intake, cursor);
  const progress = advance(cursor, await openTripOf(cursor), points, circumstances());
  return (await write(progress, cursor, [], intake)) ? points.length : undefined;
}

/** Takes in what is late, or may have been before: how many points were stored, or undefined where another was faster. */
async function insert(intake: Intake, cursor: Cursor): Promise<number | undefined> {
  const { pseudonym, points, own } = intake;
  const window = await windowAround(points, cursor);
  const batches = await batchesIn(pseudonym, window.from, window.to);
  const others = batches.filter(({ key }) => !own.has(key)).flatMap((batch) => batch.points);
  const known = new Set(others.map(({ at }) => at));
  const missing = points.filter(({ at }) => !known.has(at));
  const batch = missing.length > 0 ? packBatch(pseudonym, missing) : undefined;
  // Of what this post stored, others have stored a part too: that is one change with the trips', or a point might be lost.
  const outdated = [...own.values()].filter(({ key }) => key !== batch?.key);
  if (batch && outdated.length === 0 && !(await isKept(batch, intake))) return undefined;
  const within = [...others, ...missing].filter(({ at }) => at >= window.from && at <= window.to);
  const progress = rework(cursor, window, inOrder(within), circumstances());
  const stored = outdated.length > 0 ? replacement(outdated, batch) : [];
  if (missing.length === 0 && stored.length === 0 && isIdle(progress, cursor)) return 0;
  return (await write(progress, cursor, stored, intake)) ? missing.length : undefined;
}

async function windowAround(points: readonly Point[], cursor: Cursor) {
  const { rules } = currentRules();
  const span = { from: points[0]?.at ?? 0, to: points.at(-1)?.at ?? 0 };
  const around = await tripsAround(cursor.pseudonym, reachOf(span, rules), cursor.openTripId);
  return windowOf(
    span,
    around.map((trip) => currentTrip(trip, cursor)),
    cursor,
    rules,
  );
}

/** Stores a batch, unless this post has; whether it was this post that did. */
async function isKept(batch: PackedBatch, { own }: Intake): Promise<boolean> {
  if (own.has(batch.key)) return true;
  const kept = await keepBatch(batch);
  if (kept) own.set(batch.key, batch);
  return kept;
}

/** The writes that put one batch in the place of others. */
function replacement(outdated: readonly PackedBatch[], batch: PackedBatch | undefined): Write[] {
  return [...outdated.map((each) => ({ Delete: batchDelete(each) })), ...(batch ? [{ Put: batch.put }] : [])];
}

/** The trip that goes on, as it stands. */
async function openTripOf({
  pseudonym,
  openTripId,
  openIsSettled,
  assembly,
}: Cursor): Promise<Trip | undefined> {
  const figures = openTrip(assembly);
  if (openTripId === undefined || !figures) return undefined;
  if (openIsSettled) return findTripOf(pseudonym, openTripId);
  return {
    tripId: openTripId,
    pseudonym,
    version: 0,
    status: 'in-progress',
    rules: currentRules().name,
    ...figures,
  };
}

function circumstances(): Circumstances {
  return { now: Date.now(), publication: currentRules(), idAt: (startedAt) => newIdAt('trp', startedAt) };
}

/** The ledger keeps for ever that a trip was corrected: by nothing that leads to the device, or to its request. */
function write(
  progress: Progress,
  { version }: Cursor,
  stored: readonly Write[],
  { deadline }: Intake,
): Promise<boolean> {
  const requestId = randomUUID();
  const origin = {
    partnerId: 'insurer',
    actor: 'telemetry',
    operationId: 'postTelemetry',
    requestId,
    interactionId: requestId,
  };
  return writeProgress(progress, { expectedVersion: version, stored, origin, deadline });
}
