import { randomUUID } from 'node:crypto';
import type { Call } from '../../middleware/call.ts';
import { backOff } from '../../platform/back-off.ts';
import type { Write } from '../../platform/commit.ts';
import { newOpaqueId } from '../../platform/ids.ts';
import { Problem } from '../../platform/problem.ts';
import { currentRules } from '../catalogue.ts';
import {
  batchDelete,
  batchesIn,
  beginsAfter,
  findNewestKey,
  keepBatch,
  type PackedBatch,
  packBatch,
} from '../points/batch-store.ts';
import type { Point } from '../points/point.ts';
import { halvesOf, inOrder, stretchesOf } from '../points/stretch.ts';
import { currentTrip } from '../reading/current-trip.ts';
import { findTripOf, tripsAround } from '../trip-store.ts';
import { openTrip } from '../trips/assembly.ts';
import type { Trip } from '../trips/trip.ts';
import { type Cursor, firstCursor } from './cursor.ts';
import { findCursor } from './cursor-store.ts';
import { advance, type Circumstances, isIdle, isTooMuch, type Progress, rework } from './progress.ts';
import { writeProgress } from './progress-store.ts';
import { reachOf, type Window, windowOf } from './window.ts';

/** A stretch of a device's points on its way into storage and trips. */
interface Stretch {
  /** In order of time, no two of one moment. */
  points: readonly Point[];
  /** What of it this very post has stored. */
  own?: PackedBatch;
}

/** Where a device stands when a stretch is taken in. */
interface Standing {
  cursor: Cursor;
  /** The latest batch that is stored, which need not have been worked in. */
  newestKey: string | undefined;
  /** Until when to try, in epoch milliseconds. */
  deadline: number;
}

/** How many points were stored, and where the cursor is now; or why to try again, after another post or in parts. */
type Outcome = { stored: number; cursor: Cursor } | 'overtaken' | 'too-much';

/**
 * Stores those of a device's points that are not stored yet, and works all of them into trips. Each point is stored before
 * any trip has it: where this is broken off, the same points are found stored when they are sent again, and are worked in
 * then. Whoever else does so for this device at the same time comes before it or after it.
 *
 * @param cursor the device's, as it stood a moment ago
 * @param points in order of time, no two of one moment
 * @returns how many were stored by this
 */
export async function takeIn(
  cursor: Cursor,
  points: readonly Point[],
  { deadline }: Pick<Call, 'deadline'>,
): Promise<number> {
  const left: Stretch[] = stretchesOf(points).map((each) => ({ points: each }));
  let stored = 0;
  let attempt = 1;
  const { pseudonym } = cursor;
  let standing: Standing = { cursor, newestKey: await findNewestKey(pseudonym), deadline };
  while (left[0]) {
    const outcome = await take(left[0], standing);
    if (outcome === 'overtaken') {
      if (!(await backOff(attempt++, deadline))) throw tooMuchAtOnce();
      standing = await standingOf(pseudonym, deadline);
    } else if (outcome === 'too-much') {
      left.splice(0, 1, ...halvesOf(left[0].points).map((each) => ({ points: each })));
    } else {
      left.shift();
      attempt = 1;
      stored += outcome.stored;
      standing = { ...standing, cursor: outcome.cursor };
    }
  }
  return stored;
}

async function standingOf(pseudonym: string, deadline: number): Promise<Standing> {
  const [cursor, newestKey] = await Promise.all([findCursor(pseudonym), findNewestKey(pseudonym)]);
  return { cursor: cursor ?? firstCursor(pseudonym), newestKey, deadline };
}

function tooMuchAtOnce(): Problem {
  return new Problem('service-unavailable', 'The device is sending too much at the same time.');
}

function take(stretch: Stretch, standing: Standing): Promise<Outcome> {
  const { cursor, newestKey } = standing;
  const isNewer = (stretch.points[0]?.at ?? 0) > cursor.newestAt;
  // What is stored but not worked in is of a post that was broken off, or is on its way at this moment: this one perhaps,
  // which must not store a point again.
  const isAlone = !stretch.own && (newestKey === undefined || !beginsAfter(newestKey, cursor.newestAt));
  return isNewer && isAlone ? append(stretch, standing) : insert(stretch, standing);
}

/** Takes in what is newer than all before. */
async function append(stretch: Stretch, standing: Standing): Promise<Outcome> {
  const { points } = stretch;
  const { cursor } = standing;
  const batch = packBatch(cursor.pseudonym, points);
  if (!(await isKept(batch, stretch))) return insert(stretch, standing);
  const progress = advance(cursor, await openTripOf(cursor), points, circumstances(points, batch));
  return (await write(progress, standing, []))
    ? { stored: points.length, cursor: progress.cursor }
    : 'overtaken';
}

/** Takes in what is late, or may have been before. */
async function insert(stretch: Stretch, standing: Standing): Promise<Outcome> {
  const { points, own } = stretch;
  const { cursor } = standing;
  const whole = packBatch(cursor.pseudonym, points);
  // Sent once more, and worked in before, unless another post did that with what this one has stored.
  if (!own && cursor.recent.includes(whole.key)) return { stored: 0, cursor };
  const window = await windowAround(points, cursor);
  const { others, missing } = await compare(stretch, window, cursor);
  const batch = missing.length > 0 ? packBatch(cursor.pseudonym, missing) : undefined;
  const within = [...others, ...missing].filter(({ at }) => at >= window.from && at <= window.to);
  const progress = rework(cursor, window, inOrder(within), circumstances(points, whole));
  if (isTooMuch(progress) && points.length > 1) return 'too-much';
  // Of what this post stored, others have stored a part too: that is one change with the trips', or a point might be lost.
  const outdated = own?.key === batch?.key ? undefined : own;
  if (batch && !outdated && !(await isKept(batch, stretch))) return 'overtaken';
  const stored = outdated ? replacement(outdated, batch) : [];
  if (missing.length === 0 && stored.length === 0 && isIdle(progress, cursor)) return { stored: 0, cursor };
  return (await write(progress, standing, stored))
    ? { stored: missing.length, cursor: progress.cursor }
    : 'overtaken';
}

/** The points of a window that others have stored, and those of a stretch that are not among them. */
async function compare(
  { points, own }: Stretch,
  { from, to }: Window,
  { pseudonym }: Cursor,
): Promise<{ others: Point[]; missing: Point[] }> {
  const batches = await batchesIn(pseudonym, from, to);
  if (!batches) throw new Problem('conflict', 'Too much was driven without a pause to be put together anew.');
  const others = batches.filter(({ key }) => key !== own?.key).flatMap((batch) => batch.points);
  const known = new Set(others.map(({ at }) => at));
  return { others, missing: points.filter(({ at }) => !known.has(at)) };
}

async function windowAround(points: readonly Point[], cursor: Cursor): Promise<Window> {
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
async function isKept(batch: PackedBatch, stretch: Stretch): Promise<boolean> {
  if (stretch.own?.key === batch.key) return true;
  const kept = await keepBatch(batch);
  if (kept) stretch.own = batch;
  return kept;
}

/** The writes that put one batch in the place of another. */
function replacement(outdated: PackedBatch, batch: PackedBatch | undefined): Write[] {
  return [{ Delete: batchDelete(outdated) }, ...(batch ? [{ Put: batch.put }] : [])];
}

/** The trip that goes on, as it stands. */
async function openTripOf({
  pseudonym,
  openTripId,
  openPlace,
  openIsSettled,
  assembly,
}: Cursor): Promise<Trip | undefined> {
  const figures = openTrip(assembly);
  if (openTripId === undefined || openPlace === undefined || !figures) return undefined;
  if (openIsSettled) return findTripOf(pseudonym, openPlace);
  return {
    tripId: openTripId,
    pseudonym,
    place: openPlace,
    version: 0,
    status: 'in-progress',
    rules: currentRules().name,
    ...figures,
  };
}

/** How points are worked in that are known by the batch that they would be as a whole. */
function circumstances(points: readonly Point[], { key }: PackedBatch): Circumstances {
  const spanMs = (points.at(-1)?.at ?? 0) - (points[0]?.at ?? 0);
  const newTripId = () => newOpaqueId('trp');
  return { now: Date.now(), publication: currentRules(), newTripId, batchKey: key, spanMs };
}

/** The ledger keeps for ever that a trip was corrected: by nothing that leads to the device, or to its request. */
function write(
  progress: Progress,
  { cursor, deadline }: Standing,
  stored: readonly Write[],
): Promise<boolean> {
  const requestId = randomUUID();
  const origin = {
    partnerId: 'insurer',
    actor: 'telemetry',
    operationId: 'postTelemetry',
    requestId,
    interactionId: requestId,
  };
  return writeProgress(progress, { expectedVersion: cursor.version, stored, origin, deadline });
}
