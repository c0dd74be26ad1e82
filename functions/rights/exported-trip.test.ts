import { expect, it } from 'vitest';
import { currentRules } from '../telematics/catalogue.ts';
import type { Trip } from '../telematics/trips/trip.ts';
import { exportTrip } from './exported-trip.ts';

const { rules, name } = currentRules();
const DEVICE = 'dev_01KAS9Q0M2P4R6T8V0X2Z4B6D8';

const trip: Trip = {
  tripId: 'trp_01KASB6D8F0H2J4K6M8N0P2Q4R',
  pseudonym: 'AAAAAAAAAAAAAAAAAAAAAA',
  place: '0mptrrj60-4B6D8F',
  version: 1,
  status: 'completed',
  startedAt: 1_780_000_000_000,
  endedAt: 1_780_000_600_000,
  pointCount: 601,
  distanceM: 9_412.4,
  durationSeconds: 600,
  maxSpeedKmh: 92.4,
  nightShare: 0.25,
  events: [
    {
      at: 1_780_000_300_000,
      kind: 'braking',
      severity: 'low',
      peakG: 0.4,
      source: 'accelerometer',
      seconds: 1,
    },
  ],
  inputs: { brakingSeconds: 40, hardBrakingSeconds: 1, turningSeconds: 20, hardTurningSeconds: 0 },
  rules: name,
};

it('tells kilometres and score of a trip, and neither when it was nor under which pseudonym', () => {
  const exported = exportTrip(trip, DEVICE, rules);
  expect(exported).toEqual({
    tripId: trip.tripId,
    deviceId: DEVICE,
    version: 1,
    status: 'completed',
    distanceKm: 9.412,
    score: expect.any(Number),
  });
});

it('tells that a trip is disputed', () => {
  const dispute = { reason: 'passenger', at: '2026-06-02T08:00:00.000Z' } as const;
  expect(exportTrip({ ...trip, dispute }, DEVICE, rules).dispute).toEqual(dispute);
});

it('tells no figures of a trip that is still going on', () => {
  const exported = exportTrip({ ...trip, version: 0, status: 'in-progress' }, DEVICE, rules);
  expect(Object.keys(exported)).toEqual(['tripId', 'deviceId', 'version', 'status']);
});
