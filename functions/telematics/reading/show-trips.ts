import type { Device } from '../../devices/device.ts';
import { writeCursor } from '../../middleware/cursor.ts';
import { rulesNamed } from '../catalogue.ts';
import type { Cursor } from '../intake/cursor.ts';
import { findCursor } from '../intake/cursor-store.ts';
import { findTrip, tripsOf } from '../trip-store.ts';
import type { Trip } from '../trips/trip.ts';
import { currentTrip } from './current-trip.ts';
import { type TripPage, type TripView, viewTrip } from './view.ts';

/** A trip, and the device that it was driven with. */
export interface Driven {
  trip: Trip;
  device: Device;
}

/** Which page of a list of trips is asked for: from before a trip on, at most so many. */
export interface Asked {
  before: string | undefined;
  limit: number;
}

/** No place comes before it. */
const NOWHERE = '0';

/** A trip as it stands, which of one that is still going on the device's cursor says. */
export async function standingTrip(trip: Trip): Promise<Trip> {
  return currentTrip(trip, await cursorFor([trip]));
}

/** A trip as it stands, before it is masked. */
export function showTrip({ trip, device }: Driven): TripView {
  return viewTrip(trip, device.deviceId, rulesNamed(trip.rules).rules);
}

/** A page of what was driven with some devices, newest first, and those of the devices that are in it. */
export async function pageOfTrips(
  devices: readonly Device[],
  { before, limit }: Asked,
): Promise<{ page: TripPage; shown: Device[] }> {
  const place = before === undefined ? undefined : await placeOf(before, devices);
  const read = await Promise.all(devices.map((device) => newestTrips(device, place, limit + 1)));
  const newest = read.flat().sort((a, b) => (a.trip.place < b.trip.place ? 1 : -1));
  const rows = newest.slice(0, limit);
  const last = newest.length > limit ? rows.at(-1) : undefined;
  return {
    page: { data: rows.map(showTrip), next: last ? writeCursor(last.trip.tripId) : null },
    shown: [...new Set(rows.map(({ device }) => device))],
  };
}

/** The place of the trip that a page goes on from. What is none of these devices' is not looked up: it would tell when. */
async function placeOf(tripId: string, devices: readonly Device[]): Promise<string> {
  const trip = await findTrip(tripId);
  const isOwn = trip !== undefined && devices.some(({ pseudonym }) => pseudonym === trip.pseudonym);
  return isOwn ? trip.place : NOWHERE;
}

/** What was driven with a device, as it stands; nothing once it was deleted. */
async function newestTrips(device: Device, before: string | undefined, limit: number): Promise<Driven[]> {
  const { pseudonym } = device;
  if (pseudonym === undefined) return [];
  const trips = await tripsOf(pseudonym, { limit, ...(before !== undefined && { before }) });
  const cursor = await cursorFor(trips);
  return trips.map((trip) => ({ trip: currentTrip(trip, cursor), device }));
}

/** The cursor of the device that trips were driven with, where one of them is still going on. */
async function cursorFor(trips: readonly Trip[]): Promise<Cursor | undefined> {
  const open = trips.find(({ status }) => status === 'in-progress');
  return open && findCursor(open.pseudonym);
}
