/** What a device itself takes for an event. */
export interface DeviceFinding {
  kind: 'braking' | 'acceleration' | 'cornering' | 'speeding';
  /** The strongest acceleration in it, in g. */
  peakG?: number;
}

/**
 * One measurement of a device, in the precision in which it is stored: every figure is what `precision.ts` rounded it
 * to, so that the same measurement gives the same trips whether it is taken from a post or out of storage.
 */
export interface Point {
  /** When it was measured, by the device's clock, in epoch milliseconds. No two points of a device share one. */
  at: number;
  /** WGS 84 degrees; both or neither. */
  lat?: number;
  lon?: number;
  speedKmh?: number;
  /** Degrees clockwise from north, below 360. */
  headingDeg?: number;
  /** Radius in metres that the position is good to. */
  accuracyM?: number;
  ignition?: boolean;
  /** In the vehicle's frame: x forward, so that braking is negative, y left, z up with gravity. */
  accelG?: { x: number; y: number; z: number };
  speedLimitKmh?: number;
  events?: readonly DeviceFinding[];
}
