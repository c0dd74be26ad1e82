import type { components } from '../../../openapi/generated/types.ts';
import type { Instant } from '../../platform/clock.ts';

export type EventKind = 'braking' | 'acceleration' | 'cornering' | 'speeding';

export type Severity = 'low' | 'medium' | 'high';

/** What a trip holds that a careful driver would not do. Times are epoch milliseconds. */
export interface TripEvent {
  at: number;
  kind: EventKind;
  severity: Severity;
  /** The strongest pull in g, of what was accelerated, braked or cornered; never negative. */
  peakG?: number;
  /** How far above the limit, of what was too fast. */
  excessKmh?: number;
  /** What it was found in: accelerometer axes, differences of speed, or the device's own finding. */
  source: 'accelerometer' | 'speed' | 'device';
  seconds: number;
}

/** Seconds that a trip's score is made of. Those of hard braking are among those of braking; turning likewise. */
export interface ScoreInputs {
  brakingSeconds: number;
  hardBrakingSeconds: number;
  turningSeconds: number;
  hardTurningSeconds: number;
}

/** What the points of a trip amount to. Times are epoch milliseconds by the device's clock. */
export interface TripFigures {
  /** The point at rest before the first one that moved, or that one where there is none near. */
  startedAt: number;
  /** The point at rest after the last one that moved, or that one where there is none near. */
  endedAt: number;
  /** Points from the first to the last, those at rest in between among them. */
  pointCount: number;
  distanceM: number;
  durationSeconds: number;
  maxSpeedKmh: number;
  /** Of the distance, what was driven at night: 0 to 1. */
  nightShare: number;
  /** In order of time. */
  events: readonly TripEvent[];
  inputs: ScoreInputs;
}

/** Why a driver says that a trip is not to count. */
export type DisputeReason = components['schemas']['DisputeReason'];

/** A trip of a device, which its driver is known by a pseudonym in. */
export interface Trip extends TripFigures {
  tripId: string;
  pseudonym: string;
  /** Where it stands among its device's trips: begins with when it began, as was known at first. Nobody is shown it. */
  place: string;
  /** 0 as long as it is in progress, from 1 on once it was completed. */
  version: number;
  /** Merged: later data showed that it and another are one. */
  status: 'in-progress' | 'completed' | 'merged';
  mergedInto?: string;
  dispute?: { reason: DisputeReason; at: Instant };
  completedAt?: Instant;
  /** The rules that it was assembled by: `driving@1.0.0`. */
  rules: string;
}
