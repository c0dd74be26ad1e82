import type { Device } from '../../../functions/devices/device.ts';
import { currentRules } from '../../../functions/telematics/catalogue.ts';
import type { Cursor } from '../../../functions/telematics/intake/cursor.ts';
import { unpack } from '../../../functions/telematics/points/packing.ts';
import type { Point } from '../../../functions/telematics/points/point.ts';
import { openTrip } from '../../../functions/telematics/trips/assembly.ts';
import type { Trip } from '../../../functions/telematics/trips/trip.ts';
import { tripsOf } from '../../support/rides.ts';
import type { Posted } from '../workload/diary.ts';
import { docsIn, itemsIn, type World } from '../world.ts';
import type { Invariant } from './invariant.ts';

/**
 * Each point that a device was told to be taken is stored, once, and no other than those that were sent; the trips are
 * what the stored points amount to, each point in one. Nothing is left of driving that was to be deleted.
 */
export const drivingIsWhole: Invariant = (world, diaries) => {
  const posted = Map.groupBy(
    diaries.flatMap((diary) => diary.posted),
    ({ deviceId }) => deviceId,
  );
  const devices = docsIn<Device>(world, 'Devices');
  return [
    ...devices
      .filter(({ drivingData }) => drivingData.status === 'kept')
      .flatMap((device) => [
        ...misstored(device, pointsOf(device, world), posted.get(device.deviceId)),
        ...misfolded(device, pointsOf(device, world), world),
      ]),
    ...leftovers(devices, world),
  ];
};

function pointsOf({ pseudonym }: Device, world: World): Point[] {
  const own = itemsIn(world, 'Telemetry').filter((batch) => batch.pseudonym?.S === pseudonym);
  const points = own.flatMap(({ p: packed }) => unpack(Buffer.from(packed?.B ?? '', 'base64')));
  return points.sort((a, b) => a.at - b.at);
}

function misstored({ deviceId }: Device, points: readonly Point[], posted?: readonly Posted[]): string[] {
  const stored = new Set(points.map(({ at }) => at));
  const twice = points.length - stored.size;
  const said = [...(twice > 0 ? [`${deviceId} has ${twice} points stored twice`] : [])];
  if (!posted) return said;
  const taken = posted.filter((batch) => batch.taken).flatMap(({ moments }) => moments);
  const sent = new Set(posted.flatMap(({ moments }) => moments));
  const lost = new Set(taken.filter((at) => !stored.has(at))).size;
  const invented = [...stored].filter((at) => !sent.has(at)).length;
  return [
    ...said,
    ...(lost > 0 ? [`${deviceId} was told that ${lost} points are taken, which are not stored`] : []),
    ...(invented > 0 ? [`${deviceId} never sent ${invented} points that are stored`] : []),
  ];
}

function misfolded({ deviceId, pseudonym }: Device, points: readonly Point[], world: World): string[] {
  const cursors = itemsIn(world, 'Cursors').filter((item) => item.pseudonym?.S === pseudonym);
  const cursor: Cursor | undefined = cursors[0] && JSON.parse(cursors[0].doc?.S ?? '');
  const rows = itemsIn(world, 'Trips').filter((item) => item.pseudonym?.S === pseudonym);
  const kept = rows.map(({ doc, tripId }): Trip => {
    const trip = JSON.parse(doc?.S ?? '');
    const goesOn = trip.status === 'in-progress' && cursor?.openTripId === tripId?.S;
    return goesOn && cursor ? { ...trip, ...openTrip(cursor.assembly) } : trip;
  });
  const counted = kept
    .filter(({ status }) => status !== 'merged')
    .map(figuresOf)
    .sort();
  const made = tripsOf(points, currentRules().rules).map(figuresOf).sort();
  return counted.join() === made.join()
    ? []
    : [`the trips of ${deviceId} are not what its points make: ${counted} and not ${made}`];
}

function figuresOf({
  startedAt,
  endedAt,
  pointCount,
}: Pick<Trip, 'startedAt' | 'endedAt' | 'pointCount'>): string {
  return `${startedAt}-${endedAt}:${pointCount}`;
}

/** What lies under a pseudonym that leads to no device. */
function leftovers(devices: readonly Device[], world: World): string[] {
  const known = new Set(devices.map(({ pseudonym }) => pseudonym));
  const left = ['Telemetry', 'Cursors', 'Trips'].flatMap((table) => itemsIn(world, table));
  const orphans = new Set(
    left.map(({ pseudonym }) => pseudonym?.S).filter((pseudonym) => !known.has(pseudonym)),
  );
  return [...orphans].map((pseudonym) => `driving is left of ${pseudonym}, who is nobody's any more`);
}
