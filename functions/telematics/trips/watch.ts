import type { Reading } from './distance.ts';
import type { Run } from './run.ts';
import type { TripEvent } from './trip.ts';

/** What adds up from point to point: whole millimetres and milliseconds, so that sums are exact. */
export interface Measured {
  distanceMm: number;
  /** Of the distance, what was driven at night. */
  nightMm: number;
  /** What a score is made of, as `ScoreInputs` has it in seconds. */
  brakingMs: number;
  hardBrakingMs: number;
  turningMs: number;
  hardTurningMs: number;
}

/** What is looked out for in a device's points: runs that are not over yet, and what samples are compared with. */
export interface Watch {
  /** When the accelerometer gave its last sample. */
  axesAt?: number;
  /** When it did, or the device itself found something. */
  spokeAt?: number;
  /** The speed that the next one is compared with. */
  compared?: Reading | undefined;
  axes?: Run | undefined;
  speed?: Run | undefined;
  speeding?: Run | undefined;
}

/** What was found since the last point of the trip, and is part of it only if there is another one. */
export interface Found {
  events: TripEvent[];
  measured: Measured;
}

/** The names of what is measured. */
export const MEASURED = [
  'distanceMm',
  'nightMm',
  'brakingMs',
  'hardBrakingMs',
  'turningMs',
  'hardTurningMs',
] as const;

export function nothingMeasured(): Measured {
  return { distanceMm: 0, nightMm: 0, brakingMs: 0, hardBrakingMs: 0, turningMs: 0, hardTurningMs: 0 };
}

export function nothingFound(): Found {
  return { events: [], measured: nothingMeasured() };
}

/** What a point is looked at with. */
export interface Sight {
  watch: Watch;
  found: Found;
  /** How long the point stands for: the time since the one before, of a second at most. */
  holdMs: number;
  /** Whether the vehicle stands for sure: then it neither brakes nor turns. */
  stands: boolean;
}

/** More events than this are not kept of one trip, so that no device makes a row too large to be written. */
export const MOST_EVENTS = 500;

/** Adds an event to what was found. */
export function report({ events }: Found, event: TripEvent): void {
  if (events.length < MOST_EVENTS) events.push(event);
}

/** Forgets what was found, or began, before a trip did. */
export function forgetBefore(at: number, watch: Watch, found: Found): void {
  forgetEvents(at, found);
  found.measured = nothingMeasured();
  if (watch.compared && watch.compared.at < at) watch.compared = undefined;
  for (const what of ['axes', 'speed', 'speeding'] as const) {
    const run = watch[what];
    if (run && run.from < at) watch[what] = undefined;
  }
}

/** Forgets the events that were found before an instant. */
export function forgetEvents(at: number, found: Found): void {
  if (found.events.some((event) => event.at < at)) {
    found.events = found.events.filter((event) => event.at >= at);
  }
}
