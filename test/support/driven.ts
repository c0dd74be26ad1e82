import type { Device } from '../../functions/devices/device.ts';
import { instantKey } from '../../functions/telematics/instant-key.ts';
import type { Trip } from '../../functions/telematics/trips/trip.ts';

/** A completed trip of twenty minutes through town. */
export function drivenTrip(instead: Partial<Trip> = {}): Trip {
  const { startedAt = Date.parse('2026-11-20T16:58:03.000Z') } = instead;
  return {
    tripId: 'trp_01KAGQ6D8F0H2J4K6M8N0P2Q4R',
    pseudonym: 'MDEyMzQ1Njc4OWFiY2RlZg',
    place: `${instantKey(startedAt)}-${(instead.tripId ?? '').slice(-6)}`,
    version: 1,
    status: 'completed',
    startedAt,
    endedAt: startedAt + 1_213_000,
    pointCount: 1_214,
    distanceM: 9_412.4,
    durationSeconds: 1_213,
    maxSpeedKmh: 71.3,
    nightShare: 0,
    events: [
      {
        at: startedAt + 398_000,
        kind: 'braking',
        severity: 'medium',
        peakG: 0.48,
        source: 'accelerometer',
        seconds: 3,
      },
    ],
    inputs: { brakingSeconds: 100, hardBrakingSeconds: 4, turningSeconds: 50, hardTurningSeconds: 0 },
    completedAt: '2026-11-20T17:25:00.000Z',
    rules: 'driving@1.0.0',
    ...instead,
  };
}

/** The device that it was driven with. */
export function drivingDevice(instead: Partial<Device> = {}): Device {
  return {
    deviceId: 'dev_01KAS2M4N6P8Q0R2S4T6V8W0X2',
    version: 1,
    partnerId: 'broker',
    clientId: 'broker',
    policyId: 'pol_01KAHJ3M7C4N8X2V6B9Q1W5E0R',
    customerId: 'cus_01KAHJ3M7C9D5F1G7H3J8K2M6N',
    consentId: 'con_01KAHJ3M7C9D5F1G7H3J8K2M6N',
    kind: 'obd',
    publicKeyJwk: { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' },
    pseudonym: 'MDEyMzQ1Njc4OWFiY2RlZg',
    driverKey: 'a-driver',
    status: 'active',
    registeredAt: '2026-11-01T08:00:00.000Z',
    drivingData: { status: 'kept' },
    ...instead,
  };
}
